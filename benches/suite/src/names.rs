//! Codes as vendors spell them: as many as are wanted, and the same at every run.

const SUBJECTS: [&str; 24] = [
    "PAYMENT",
    "CARD",
    "SESSION",
    "ACCOUNT",
    "API_KEY",
    "TOKEN",
    "REQUEST",
    "WALLET",
    "REFUND",
    "SUBSCRIPTION",
    "INVOICE",
    "DEVICE",
    "LICENSE",
    "SERVER",
    "REGION",
    "WEBHOOK",
    "MERCHANT",
    "CUSTOMER",
    "ROUND",
    "BALANCE",
    "TRANSFER",
    "CURRENCY",
    "PAYOUT",
    "IDEMPOTENCY_KEY",
];
const PROBLEMS: [&str; 20] = [
    "NOT_FOUND",
    "EXPIRED",
    "INVALID",
    "ALREADY_EXISTS",
    "DECLINED",
    "LIMIT_EXCEEDED",
    "LOCKED",
    "REQUIRED",
    "NOT_ALLOWED",
    "SUSPENDED",
    "MISMATCH",
    "TOO_LONG",
    "UNAVAILABLE",
    "TIMED_OUT",
    "IN_PROGRESS",
    "REVOKED",
    "INSUFFICIENT",
    "UNSUPPORTED",
    "CORRUPTED",
    "ABORTED",
];
const PARTS: [&str; 12] = [
    "",
    "_BY_ISSUER",
    "_FOR_REGION",
    "_ON_REPLAY",
    "_IN_SANDBOX",
    "_AFTER_RETRY",
    "_OF_PARTNER",
    "_AT_CHECKOUT",
    "_UPSTREAM",
    "_BY_RISK",
    "_PER_DAY",
    "_V2",
];

/// So many different codes, short and long ones mixed.
pub fn codes(count: usize) -> Vec<String> {
    let all = SUBJECTS.len() * PROBLEMS.len() * PARTS.len();
    // A step without a common divisor visits each combination once before any returns.
    (0..count)
        .map(|index| code(index * 1_237 % all, index / all))
        .collect()
}

fn code(combination: usize, again: usize) -> String {
    let subject = SUBJECTS[combination % SUBJECTS.len()];
    let problem = PROBLEMS[combination / SUBJECTS.len() % PROBLEMS.len()];
    let part = PARTS[combination / (SUBJECTS.len() * PROBLEMS.len())];
    match again {
        0 => format!("{subject}_{problem}{part}"),
        again => format!("{subject}_{problem}{part}_{again}"),
    }
}

/// A code that is none, but looks much like one: a letter in its middle is another.
pub fn misspelt(code: &str) -> String {
    let mut bytes = code.as_bytes().to_vec();
    let middle = bytes.len() / 2;
    bytes[middle] = if bytes[middle] == b'Q' { b'X' } else { b'Q' };
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The identifier that a person would give a code.
pub fn identifier(code: &str) -> String {
    let capitalized = |word: &str| word[..1].to_owned() + &word[1..].to_lowercase();
    code.split('_').map(capitalized).collect()
}
