pub(crate) fn book(_: &crate::model::Book) -> String { String::new() } pub(crate) fn vendor(_: &crate::model::Book, _: &crate::model::Vendor) -> String { String::new() }
