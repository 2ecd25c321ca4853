//! The feature `tower` over real connections, with hyper's client.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use faultbook::tower::{FaultLayer, RetryPolicy};
use faultbook::{Fault, playtest};
use http::Request;
use http_body_util::Empty;
use hyper_util::client::legacy::{self, Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use playtest::{ClientCode, Operation, Playtest};
use tokio::time::Instant;
use tower::{BoxError, Layer, ServiceBuilder, ServiceExt, retry::RetryLayer};

const LIMITED: &str = "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 65\r\nConnection: close\r\n\r\n{\"error\":{\"code\":\"RATE_LIMITED\",\"message\":\"Rate limit exceeded\"}}";
const FINE: &str = "HTTP/1.1 200 OK\r\nContent-Length: 45\r\nConnection: close\r\n\r\n{\"data\":{\"slot\": 7},\"meta\":{\"requestId\":\"r\"}}";

/// Responds to one connection at a time.
fn serve(answers: &'static [&'static str]) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for answer in answers {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).unwrap();
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    address
}

fn raise(operation: Operation, error: &BoxError) -> Fault<'static, Playtest> {
    let fault = operation.raise(ClientCode::NetworkError);
    let error = error.downcast_ref::<legacy::Error>();
    if error.is_some_and(legacy::Error::is_connect) {
        fault.never_sent()
    } else {
        fault
    }
}

fn client() -> Client<HttpConnector, Empty<Bytes>> {
    Client::builder(TokioExecutor::new()).build_http()
}

fn get(address: SocketAddr) -> Request<Empty<Bytes>> {
    let uri = format!("http://{address}/slots/7");
    Request::get(uri).body(Empty::new()).unwrap()
}

#[tokio::test]
async fn a_call_is_repeated_when_the_server_allows_it() {
    let service = ServiceBuilder::new()
        .layer(RetryLayer::new(RetryPolicy::new(1)))
        .layer(FaultLayer::new(Operation::Request, raise))
        .service(client());
    let start = Instant::now();
    let address = serve(&[LIMITED, FINE]);
    let response = service.oneshot(get(address)).await.unwrap();
    assert_eq!(
        response.body(),
        r#"{"data":{"slot": 7},"meta":{"requestId":"r"}}"#
    );
    assert!(start.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn a_body_without_its_end_is_no_success() {
    for answer in [
        &["HTTP/1.1 200 OK\r\nContent-Length: 21\r\n\r\n{\"data\":{\"slot\": 7}}"],
        &[
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n{\"data\":{\"slot\": 7}}\r\n",
        ],
        &[
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n{\"data\":{\"slot\": 7}}\r\nno\r\n",
        ],
    ] {
        let service = FaultLayer::new(Operation::Request, raise).layer(client());
        let failure = service.oneshot(get(serve(answer))).await.unwrap_err();
        assert!(failure.fault().is(ClientCode::NetworkError), "{failure}");
        assert!(failure.fault().is_ambiguous(), "{failure}");
    }
}

#[tokio::test]
async fn a_response_without_a_body_is_a_success_where_http_requires_none() {
    for (answer, succeeds) in [
        (&["HTTP/1.1 204 No Content\r\n\r\n"], true),
        (&["HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"], false),
    ] {
        let service = FaultLayer::new(Operation::Request, raise).layer(client());
        let result = service.oneshot(get(serve(answer))).await;
        assert_eq!(result.is_ok(), succeeds, "{answer:?}");
    }
}

#[tokio::test]
async fn a_connection_that_is_not_made_has_sent_nothing_and_one_that_is_lost_may_have() {
    let closed = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    for (address, ambiguous) in [(closed, false), (serve(&[""]), true)] {
        let service = FaultLayer::new(Operation::Request, raise).layer(client());
        let failure = service.oneshot(get(address)).await.unwrap_err();
        assert!(failure.fault().is(ClientCode::NetworkError), "{failure}");
        assert_eq!(failure.fault().is_ambiguous(), ambiguous, "{failure}");
    }
}
