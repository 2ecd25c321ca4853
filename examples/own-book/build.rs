fn main() -> Result<(), faultbook_codegen::Error> {
    faultbook_codegen::compile("spec")
}
