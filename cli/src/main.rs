fn main() {
    let sources = faultbook_codegen::output::sources(std::path::Path::new("spec")).unwrap();
    match faultbook_codegen::load(&sources) {
        Ok(loaded) => println!("{} vendors", loaded.book.vendors.len()),
        Err(e) => println!("{e}"),
    }
}
