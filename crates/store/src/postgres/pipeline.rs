//! Sends several requests on one connection without waiting for answers in between.

use std::{
    future::{Future, poll_fn},
    pin::Pin,
    task::Poll,
};

/// Requests in order. A request is sent when it is first polled, and all are first polled in the
/// order they were added, so the server sees that order.
pub(crate) struct Pipeline<'a, T> {
    requests: Vec<Pin<Box<dyn Future<Output = T> + Send + 'a>>>,
}

impl<T> Default for Pipeline<'_, T> {
    fn default() -> Self {
        Self {
            requests: Vec::new(),
        }
    }
}

impl<'a, T: Send> Pipeline<'a, T> {
    pub(crate) fn send(&mut self, request: impl Future<Output = T> + Send + 'a) {
        self.requests.push(Box::pin(request));
    }

    /// Sends all requests and returns their answers, in order.
    pub(crate) async fn finish(mut self) -> Vec<T> {
        let mut answers: Vec<Option<T>> = self.requests.iter().map(|_| None).collect();
        poll_fn(|context| {
            let mut all = Poll::Ready(());
            for (request, answer) in self.requests.iter_mut().zip(&mut answers) {
                if answer.is_none() {
                    match request.as_mut().poll(context) {
                        Poll::Ready(done) => *answer = Some(done),
                        Poll::Pending => all = Poll::Pending,
                    }
                }
            }
            all
        })
        .await;
        answers.into_iter().flatten().collect()
    }
}
