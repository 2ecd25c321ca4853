//! Books of real vendors, one folder each. Their examples say how the vendor's responses must be read.

use std::path::Path;

use faultbook_codegen::{Source, load};

#[test]
fn every_book_is_clean_and_every_example_is_read_as_it_says() {
    let folders = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vendors");
    for entry in folders.read_dir().unwrap() {
        let folder = entry.unwrap().path();
        let name = folder.file_name().unwrap().to_str().unwrap();
        let sources = ["book", name].map(|stem| {
            let file = format!("{stem}.yaml");
            let text = std::fs::read_to_string(folder.join(&file)).unwrap();
            Source::new(file, text)
        });
        // A failing example is an error.
        let loaded = load(&sources).unwrap_or_else(|errors| panic!("{name}: {errors}"));
        assert_eq!(
            loaded.warnings.iter().len(),
            0,
            "{name}: {}",
            loaded.warnings
        );
        let [vendor] = loaded.book.vendors.as_slice() else {
            panic!("{name}: one vendor");
        };
        assert!(!vendor.examples.is_empty(), "{name} has examples");
    }
}
