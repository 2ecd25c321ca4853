//! Turns failed responses and client errors into failures.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};
use core::time::Duration;

use ::tower::{BoxError, Layer, Service};
use bytes::{Buf, Bytes};
use http_body::Body;
use http_body_util::BodyExt;
use tokio::time::Instant;

use super::Failure;
use crate::fault::{Fault, Operation};
use crate::response::Response;
use crate::slots::MAX_BODY;

/// Reads the responses of an HTTP client, so that its errors are [`Failure`]s and its successes are certain.
///
/// The whole body is received, because it may contain a failure under HTTP 200; but at most 1 MiB of a longer one,
/// which is not read. A success is passed on with its body, as an `http::Response<Bytes>`. A missing body is not a
/// success, so this layer is not for responses to HEAD.
#[derive(Clone, Copy, Debug)]
pub struct FaultLayer<O, F> {
    operation: O,
    raise: F,
    timeout: Option<Duration>,
}

impl<O: Operation, F> FaultLayer<O, F>
where
    F: Fn(O, &BoxError) -> Fault<'static, O::Vendor>,
{
    /// Reads responses as those of this operation, or of the one in the request's extensions:
    /// `request.extensions_mut().insert(Operation::Heartbeat)`.
    ///
    /// `raise` converts an error of the client into a code of the book. If no connection was made, it should also mark
    /// the request as [never sent](Fault::never_sent). The error is that of the client or of the body, or a
    /// [`tokio::time::error::Elapsed`].
    pub const fn new(operation: O, raise: F) -> Self {
        Self {
            operation,
            raise,
            timeout: None,
        }
    }

    /// Limits the duration of a call, including its body. Default: the limits of the inner client.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }
}

impl<S, O: Clone, F: Clone> Layer<S> for FaultLayer<O, F> {
    type Service = FaultService<S, O, F>;

    fn layer(&self, inner: S) -> Self::Service {
        FaultService {
            inner,
            layer: self.clone(),
        }
    }
}

/// The service of [`FaultLayer`].
#[derive(Clone, Copy, Debug)]
pub struct FaultService<S, O, F> {
    inner: S,
    layer: FaultLayer<O, F>,
}

impl<S, O, F, Sent, Received> Service<http::Request<Sent>> for FaultService<S, O, F>
where
    S: Service<http::Request<Sent>, Response = http::Response<Received>>,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
    O: Operation + Send + Sync,
    F: Fn(O, &BoxError) -> Fault<'static, O::Vendor> + Clone + Send + 'static,
    Received: Body + Send + 'static,
    Received::Data: Send,
    Received::Error: Into<BoxError>,
{
    type Response = http::Response<Bytes>;
    type Error = Failure<O::Vendor>;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        let ready = self.inner.poll_ready(cx);
        // A client that was not ready cannot have sent anything.
        ready.map_err(|error| {
            let error = error.into();
            let fault = (self.layer.raise)(self.layer.operation, &error);
            Failure::new(fault.never_sent(), Some(error))
        })
    }

    fn call(&mut self, request: http::Request<Sent>) -> Self::Future {
        let layer = self.layer.clone();
        let carried = request.extensions().get().copied();
        let operation: O = carried.unwrap_or(layer.operation);
        let deadline = layer
            .timeout
            .and_then(|timeout| Instant::now().checked_add(timeout));
        let answer = self.inner.call(request);
        Box::pin(async move {
            match receive(answer, deadline).await {
                Ok(response) => read(operation, response),
                Err(error) => {
                    let fault = (layer.raise)(operation, &error);
                    Err(Failure::new(fault, Some(error)))
                }
            }
        })
    }
}

/// Passes a response on if it is certainly a success.
fn read<O: Operation>(
    operation: O,
    response: http::Response<Bytes>,
) -> Result<http::Response<Bytes>, Failure<O::Vendor>> {
    match operation.read(&Response::from(&response)) {
        Ok(_) => Ok(response),
        Err(fault) => Err(Failure::new(fault.into_owned(), None)),
    }
}

/// Receives a response with its body. If the status is already a failure, a partial body is enough.
async fn receive<B, E>(
    answer: impl Future<Output = Result<http::Response<B>, E>>,
    deadline: Option<Instant>,
) -> Result<http::Response<Bytes>, BoxError>
where
    B: Body,
    B::Error: Into<BoxError>,
    E: Into<BoxError>,
{
    let answer = within(deadline, answer).await?.map_err(Into::into)?;
    let (parts, body) = answer.into_parts();
    let mut received = Vec::new();
    let collected = within(deadline, collect(body, &mut received)).await;
    if parts.status.is_success() {
        collected??;
    }
    Ok(http::Response::from_parts(parts, received.into()))
}

/// Receives a body up to slightly more than the limit that is read.
async fn collect<B>(body: B, received: &mut Vec<u8>) -> Result<(), BoxError>
where
    B: Body,
    B::Error: Into<BoxError>,
{
    let mut body = core::pin::pin!(body);
    while let Some(frame) = body.frame().await {
        let Ok(mut data) = frame.map_err(Into::into)?.into_data() else {
            continue;
        };
        while data.has_remaining() && received.len() <= MAX_BODY {
            let chunk = data.chunk();
            received.extend_from_slice(chunk);
            data.advance(chunk.len());
        }
        if received.len() > MAX_BODY {
            break;
        }
    }
    Ok(())
}

async fn within<T>(
    deadline: Option<Instant>,
    future: impl Future<Output = T>,
) -> Result<T, BoxError> {
    match deadline {
        Some(deadline) => Ok(tokio::time::timeout_at(deadline, future).await?),
        None => Ok(future.await),
    }
}
