//! Several requests on one connection without waiting in between.

use std::{
    future::{Future, poll_fn},
    pin::Pin,
    task::Poll,
};

/// Requests in order. A request is sent when it is polled for the first time, and all are polled
/// first in the order they were added: that order is what the server sees.
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

    /// Sends all and waits for all answers, in order.
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
