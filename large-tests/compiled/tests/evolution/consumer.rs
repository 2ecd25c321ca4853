//! A crate that depends on a book, written as `docs/language.md` advises: with wildcard arms, and with names in stored
//! data. It prints what it would do.

use book::shop::{ClientCode, Operation, OrderCode};
use book::{Action, Class, Response, Vendor};

/// Data that was stored with the first edition of the book.
const STORED: &str = r#"["GONE", "LATE", "TARDY", "EMPTY"]"#;

fn main() {
    for (status, body) in [(410, r#"{"code":"GONE"}"#), (400, r#"{"code":"LATE"}"#), (400, r#"{"code":"TARDY"}"#)] {
        read(status, body);
    }
    for code in serde_json::from_str::<Vec<OrderCode>>(STORED).unwrap() {
        println!("stored: {code} is {}", meaning(code));
    }
    names();
    numbers();
    for vendor in ["bank", "shop"] {
        println!("vendor: {}", vendor.parse::<Vendor>().unwrap());
    }
}

fn read(status: u16, body: &str) {
    let fault = Operation::Buy.read(&Response::new(status, body)).unwrap_err();
    let class = match fault.class() {
        Class::Refused => "refused",
        Class::Broken => "broken",
        _ => "something else",
    };
    for action in fault.actions() {
        match action {
            Action::Fix => println!("read: fixes it"),
            _ => println!("read: {action}"),
        }
    }
    println!("read: {} is {class}, {:?}", fault.code().unwrap(), fault.retry());
}

fn meaning(code: OrderCode) -> &'static str {
    match code {
        OrderCode::Gone => "gone",
        OrderCode::Late => "late",
        _ => "another",
    }
}

fn names() {
    let raised = Operation::Buy.raise(ClientCode::Offline);
    println!("raised: {}", raised.code().unwrap());
    println!("operation: {}", "look".parse::<Operation>().unwrap());
    println!("operation: {}", Operation::Request);
    println!("class: {}", serde_json::to_string(&Class::Limited).unwrap());
    println!("action: {}", "call".parse::<Action>().unwrap());
}

fn numbers() {
    println!("codes: {} {} {}", OrderCode::Late as u8, OrderCode::Empty as u8, OrderCode::Over as u8);
    println!("operations: {} {} {}", Operation::Request as u8, Operation::Buy as u8, Operation::Look as u8);
    println!("classes: {} {}", Class::Ok as u8, Class::Unknown as u8);
    println!("actions: {} {}", Action::Fix as u8, Action::Call as u8);
    println!("order: {}", OrderCode::Late < OrderCode::Over);
}
