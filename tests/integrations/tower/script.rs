//! A scripted client, for tests with a paused clock.

use std::collections::VecDeque;
use std::future::pending;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response};
use http_body::Frame;
use tower::Service;

/// What the client does with a request.
pub(super) enum Answer {
    Responds(Response<Body>),
    Fails(io::ErrorKind),
    Hangs,
}

/// A body in pieces, after which it ends or never continues.
pub(super) struct Body {
    pieces: VecDeque<io::Result<Bytes>>,
    ends: bool,
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        match self.pieces.pop_front() {
            Some(piece) => Poll::Ready(Some(piece.map(Frame::data))),
            None if self.ends => Poll::Ready(None),
            None => Poll::Pending,
        }
    }
}

impl Answer {
    /// A response with this header, unless its name is empty.
    pub(super) fn with_header(
        status: u16,
        (name, value): (&str, &str),
        body: &'static str,
    ) -> Self {
        let mut builder = Response::builder().status(status);
        if !name.is_empty() {
            builder = builder.header(name, value);
        }
        let pieces = [Ok(Bytes::from(body))].into();
        Self::Responds(builder.body(Body { pieces, ends: true }).unwrap())
    }

    pub(super) fn whole(status: u16, body: &'static str) -> Self {
        Self::with_header(status, ("", ""), body)
    }

    /// A response whose body consists of these pieces and never ends.
    pub(super) fn stalled(
        status: u16,
        pieces: impl IntoIterator<Item = io::Result<Bytes>>,
    ) -> Self {
        let pieces = pieces.into_iter().collect();
        let body = Body {
            pieces,
            ends: false,
        };
        Self::Responds(Response::builder().status(status).body(body).unwrap())
    }

    /// A response whose connection is lost after this part of its body.
    pub(super) fn broken(status: u16, body: &'static str) -> Self {
        let lost = io::ErrorKind::ConnectionReset.into();
        Self::stalled(status, [Ok(Bytes::from(body)), Err(lost)])
    }
}

/// Responds to each request with the next step of the script; requests are recorded.
#[derive(Clone, Default)]
pub(super) struct Script {
    answers: Arc<Mutex<VecDeque<Answer>>>,
    sent: Arc<Mutex<Vec<Request<String>>>>,
    unready: bool,
}

impl Script {
    pub(super) fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        Self {
            answers: Arc::new(Mutex::new(answers.into_iter().collect())),
            ..Self::default()
        }
    }

    /// A client that never becomes ready.
    pub(super) fn unready() -> Self {
        Self {
            unready: true,
            ..Self::default()
        }
    }

    pub(super) fn sent(&self) -> Vec<Request<String>> {
        self.sent.lock().unwrap().clone()
    }
}

impl Service<Request<String>> for Script {
    type Response = Response<Body>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Response<Body>>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(if self.unready {
            Err(io::ErrorKind::NotConnected.into())
        } else {
            Ok(())
        })
    }

    fn call(&mut self, request: Request<String>) -> Self::Future {
        self.sent.lock().unwrap().push(request);
        let answer = self.answers.lock().unwrap().pop_front();
        Box::pin(async move {
            match answer.expect("a call that the script does not have") {
                Answer::Responds(response) => Ok(response),
                Answer::Fails(kind) => Err(kind.into()),
                Answer::Hangs => pending().await,
            }
        })
    }
}
