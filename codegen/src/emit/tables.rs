pub(crate) fn print(_: &crate::model::Book, _: &crate::tables::Tables) -> String { String::new() }
