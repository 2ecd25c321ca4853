//! Faults in a stack of [tower](::tower) services over HTTP. Needs the feature `tower`.
//!
//! [`FaultLayer`] reads each response of the inner client, and turns failures and client errors into a [`Failure`].
//! [`RetryPolicy`], outside it, repeats calls according to the book:
//!
//! ```
//! # use std::time::Duration;
//! use faultbook_runtime::{Operation, Raised};
//! use faultbook_runtime::tower::{FaultLayer, RetryPolicy};
//! use tower::{ServiceBuilder, retry::RetryLayer};
//!
//! fn client<S, O: Operation + Send + Sync, C: Raised<Vendor = O::Vendor>>(
//!     http_client: S,
//!     request: O,
//!     network_error: C,
//! ) -> impl Sized {
//!     let faults = FaultLayer::new(request, move |operation: O, _| operation.raise(network_error));
//!     ServiceBuilder::new()
//!         .layer(RetryLayer::new(RetryPolicy::new(0x5eed)))
//!         .layer(faults.timeout(Duration::from_secs(10)))
//!         .service(http_client)
//! }
//! ```

mod failure;
mod layer;
mod retry;

pub use failure::Failure;
pub use layer::{FaultLayer, FaultService};
pub use retry::RetryPolicy;
