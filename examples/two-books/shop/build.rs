fn main() -> Result<(), faultbook_codegen::Error> {
    faultbook_codegen::Builder::new()
        .package("faultbook_vendors", faultbook_vendors::BOOK)
        .compile(&["spec"])
}
