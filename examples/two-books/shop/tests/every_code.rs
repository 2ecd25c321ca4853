//! Whatever Stripe or the warehouse fails with, the buyer gets an answer with a text and without a code.

use faultbook_runtime::{Operation, Samples};
use shop::{stripe, warehouse};

fn assert_answered<O: Operation>(operation: O) {
    for code in operation.codes() {
        let Some(fault) = operation.fault_of(code) else {
            continue; // A code that is no failure, or one that an earlier domain always hides.
        };
        let answer = page::answer(&fault).unwrap();
        assert!(answer.status().as_u16() >= 400, "{fault:?}");
        assert!(!answer.body().is_empty(), "{fault:?}");
        let wire = fault.wire_code().unwrap().to_string();
        let is_shown = wire.contains('_') && answer.body().contains(&wire);
        assert!(!is_shown, "{fault:?}");
    }
}

#[test]
fn every_code_of_stripe_is_answered() {
    stripe::Operation::ALL
        .iter()
        .copied()
        .for_each(assert_answered);
}

#[test]
fn every_code_of_the_warehouse_is_answered() {
    warehouse::Operation::ALL
        .iter()
        .copied()
        .for_each(assert_answered);
}
