//! Books to try a sentence on: small ones, written in the test, and the real one.

use std::path::Path;

use faultbook_codegen::model::Vendor;
use faultbook_codegen::{Loaded, Report, Source, load, output};
use faultbook_runtime::Response;
use faultbook_runtime::v1::{self, Reading};
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestCaseResult, TestRunner};

/// The vocabulary of all small books.
pub(crate) const BOOK: &str = "\
classes:
  ok: { summary: It worked, outcome: success, severity: info, statuses: 2xx }
  refused: { summary: Refused, user_message: Refused., statuses: 4xx, retry: never, actions: [fix] }
  broken: { summary: Broken, user_message: Broken., statuses: 5xx, retry: { use: transient }, actions: [wait] }
  lost: { summary: Lost, user_message: Lost., severity: warning }
  unknown: { summary: Unknown, user_message: Something happened. }
actions:
  fix: { summary: Correct the program, actor: developer }
  wait: { summary: Wait, actor: program }
  pay: { summary: Pay, actor: player }
  call: { summary: Call support, actor: operator }
retries:
  transient: { backoff: { base: 1s, factor: 2, max: 60s, jitter: 0.5 }, attempts: 5, chosen: [base, attempts] }
headers: { retry_after: Retry-After, max_wait: 1h }
";

/// The beginning of every small vendor.
const HEAD: &str = "vendor: acme\ntitle: Acme\nsummary: A vendor.\n";

/// A book with one vendor, `acme`.
pub(crate) struct Small(pub(crate) Loaded);

/// The book of this vendor, whose name, title and summary go without saying.
pub(crate) fn book(vendor: &str) -> Small {
    Small(load(&sources(vendor)).unwrap_or_else(|errors| panic!("{errors}")))
}

/// The files of that book.
pub(crate) fn sources(vendor: &str) -> [Source; 2] {
    [
        Source::new("book.yaml", BOOK),
        Source::new("acme.yaml", HEAD.to_owned() + &dedent(vendor)),
    ]
}

/// The text without the indentation of the test that contains it.
pub(crate) fn dedent(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let indent = lines
        .map(|line| line.len() - line.trim_start().len())
        .min()
        .unwrap_or(0);
    text.lines()
        .map(|line| line.get(indent..).unwrap_or("").to_owned() + "\n")
        .collect()
}

impl Small {
    pub(crate) fn vendor(&self) -> &Vendor {
        &self.0.book.vendors[0]
    }

    /// What a response to an operation is found to say.
    pub(crate) fn read(&self, operation: &str, status: u16, body: impl AsRef<[u8]>) -> Report {
        self.read_with(operation, status, &[], body)
    }

    /// The same with headers.
    pub(crate) fn read_with(
        &self,
        operation: &str,
        status: u16,
        headers: &[(&str, &str)],
        body: impl AsRef<[u8]>,
    ) -> Report {
        report(&self.0, 0, operation, status, headers, body.as_ref())
    }

    /// What comes of a code that the client itself raises.
    pub(crate) fn raise(&self, operation: &str, code: &str) -> Report {
        raise(&self.0, 0, operation, code)
    }

    /// Hands the reading itself to `then`, of an operation that need not be listed.
    pub(crate) fn reading<T>(
        &self,
        operation: &str,
        response: &Response<'_>,
        then: impl FnOnce(&Reading<'_, '_>) -> T,
    ) -> T {
        then(&v1::reading_any(
            &self.0.tables[0].vendor(),
            operation,
            response,
        ))
    }
}

/// What a response to an operation of a book's vendor is found to say.
pub(crate) fn report(
    loaded: &Loaded,
    vendor: usize,
    operation: &str,
    status: u16,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Report {
    let tables = loaded.tables[vendor].vendor();
    let operation = v1::operation(&tables, operation).expect("the operation is listed");
    let headers = headers.to_vec();
    let response = Response::new(status, body).headers(&headers);
    Report::new(
        &loaded.book,
        &loaded.book.vendors[vendor],
        &v1::reading(&tables, operation, &response),
    )
}

/// What comes of a code that the client of a book's vendor raises.
pub(crate) fn raise(loaded: &Loaded, vendor: usize, operation: &str, code: &str) -> Report {
    let (tables, vendor) = (loaded.tables[vendor].vendor(), &loaded.book.vendors[vendor]);
    let index = v1::operation(&tables, operation).expect("the operation is listed");
    let code = vendor
        .raised_code(index.into(), code)
        .expect("the client can raise this code");
    let code = u16::try_from(code).expect("codes are few");
    Report::new(
        &loaded.book,
        vendor,
        &v1::raise_reading(&tables, index, code),
    )
}

/// The files of the real book.
pub(crate) fn real_sources() -> Vec<Source> {
    output::sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec"))
        .expect("the real book can be read")
}

/// The real book.
pub(crate) fn real_book() -> Loaded {
    load(&real_sources()).unwrap_or_else(|errors| panic!("{errors}"))
}

/// So many cases of a property, unless `PROPTEST_CASES` asks for another number.
pub(crate) fn cases(default: u32) -> Config {
    let asked = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok());
    Config {
        cases: asked.unwrap_or(default),
        failure_persistence: None,
        ..Config::default()
    }
}

/// Holds a law against made-up books. Each case is a whole book: of as many as are asked for, fewer take as long.
// The macro would ask for all of them, whatever it is given.
pub(crate) fn hold<S: Strategy>(default: u32, books: &S, law: impl Fn(S::Value) -> TestCaseResult) {
    let asked = cases(default);
    let mut runner = TestRunner::new(Config {
        cases: (asked.cases / 20).max(default),
        ..asked
    });
    if let Err(broken) = runner.run(books, law) {
        panic!("{broken}");
    }
}
