//! What stands beside the cases, each a stream of events with a version of its own: how it is read,
//! how an act is decided on it as it stands now, and how the act is kept. An aggregate says what its
//! events are and what becomes of them ([`Aggregate`]); everything else is here once: the version
//! that the actor saw, the same request sent twice, the row in the access log, two at once.

use serde::{Serialize, de::DeserializeOwned};
use store::{
    Statement, StoreError, Work,
    idempotency::{self, StoredAnswer},
    journal::StoredEvent,
    streams,
};

use crate::{
    App, Caller,
    access_log::{Action, entry},
    cases::signed,
    clock::stamp,
    command_context::Request,
    error::AppError,
    randomness,
};

/// Something beside the cases whose events are kept in a stream of the store.
pub(crate) trait Aggregate: Default + Send {
    /// What happens to it; stored as JSON.
    type Event: Serialize + DeserializeOwned + Send;
    /// Name of its stream. It is stored and never changes.
    const STREAM: &'static str;

    /// Name of an event. It is stored and never changes.
    fn kind(event: &Self::Event) -> &'static str;

    /// What it is after an event.
    fn evolve(&mut self, event: Self::Event);
}

/// An aggregate as it stands at a version.
pub(crate) struct Head<A> {
    pub(crate) state: A,
    /// How many events it has; 0 before it begins.
    pub(crate) version: u64,
}

/// An act on an aggregate: who does it, which version they saw, and the request that carries it.
pub(crate) struct Act<'a> {
    pub(crate) caller: &'a Caller,
    /// The version that the actor saw.
    pub(crate) expected: u64,
    pub(crate) request: Option<&'a Request>,
}

/// What is decided of an act.
pub(crate) struct Decided<E> {
    /// What happens to the aggregate.
    pub(crate) events: Vec<E>,
    /// Its row in the access log.
    pub(crate) logged: (Action, String),
    /// What else is written in the same transaction.
    pub(crate) also: Vec<Statement>,
}

impl App {
    /// An aggregate as it stands now.
    pub(crate) async fn head<A: Aggregate>(&self) -> Result<Head<A>, AppError> {
        let events = streams::events_after(A::STREAM, 0);
        let events = self.inner.database.read(events).await?;
        let mut head = Head {
            state: A::default(),
            version: events.len() as u64,
        };
        for event in events {
            let event = serde_json::from_str(&event.payload)
                .map_err(|error| AppError::unreadable(A::STREAM, &error))?;
            head.state.evolve(event);
        }
        Ok(head)
    }

    /// Decides an act on an aggregate as it stands now and keeps what is decided, in one transaction.
    /// The same request again does nothing more. Returns the version after it.
    ///
    /// # Errors
    /// [`AppError::KeyReused`]; [`AppError::Stale`] when the actor saw another version, or somebody
    /// else was first; what `decide` refuses.
    pub(crate) async fn act<A: Aggregate>(
        &self,
        act: Act<'_>,
        decide: impl FnOnce(&A) -> Result<Decided<A::Event>, AppError> + Send,
    ) -> Result<u64, AppError> {
        if let Some(version) = self.acted_before(&act).await? {
            return Ok(version);
        }
        let head = self.head::<A>().await?;
        if act.expected != head.version {
            return self.overtaken(&act, head.version).await;
        }
        let decided = decide(&head.state)?;
        let now = stamp(self.now());
        let mut work = Work::new();
        let before = signed(head.version)?;
        let mut after = before;
        for event in &decided.events {
            after += 1;
            work.push(streams::append(StoredEvent {
                case_key: A::STREAM.to_owned(),
                seq: after,
                kind: A::kind(event).to_owned(),
                version: 1,
                payload: serde_json::to_string(event)
                    .map_err(|error| AppError::fault(A::STREAM, &error))?,
                at: now.clone(),
                actor: act.caller.staff_id().to_owned(),
                unit: act.caller.unit().hsa_id.as_str().to_owned(),
                prev_hash: Vec::new(),
            }));
        }
        if before == 0 && after > 0 {
            work.guard(streams::begin(A::STREAM, after));
        } else if after > before {
            work.guard(streams::advance(A::STREAM, before, after));
        }
        work.extend(decided.also);
        let (action, detail) = decided.logged;
        work.log(entry(act.caller, action, None, &detail, self.now()));
        let version = head.version + decided.events.len() as u64;
        if let Some(request) = act.request {
            work.guard(idempotency::remember(StoredAnswer {
                actor: act.caller.staff_id().to_owned(),
                key_hash: randomness::hash(request.key.as_bytes()),
                body_hash: randomness::hash(&request.content),
                status: 200,
                answer: version.to_string(),
                created_at: now,
            }));
        }
        match self.inner.database.write(work).await {
            Ok(_) => Ok(version),
            Err(StoreError::Conflict { .. }) => {
                let current = self.version_of::<A>().await?;
                self.overtaken(&act, current).await
            }
            Err(error) => Err(error.into()),
        }
    }

    /// How many events an aggregate has.
    pub(crate) async fn version_of<A: Aggregate>(&self) -> Result<u64, AppError> {
        let version = streams::version(A::STREAM);
        let version = self.inner.database.read_one(version).await?;
        u64::try_from(version.unwrap_or(0)).map_err(|error| AppError::fault(A::STREAM, &error))
    }

    /// The answer to an act when something else was first: the same request, sent twice at the same
    /// time, or somebody else's.
    async fn overtaken(&self, act: &Act<'_>, current: u64) -> Result<u64, AppError> {
        let before = self.acted_before(act).await?;
        before.ok_or(AppError::Stale { current })
    }

    /// The version after the same request, if it has been carried out before.
    async fn acted_before(&self, act: &Act<'_>) -> Result<Option<u64>, AppError> {
        let Some(request) = act.request else {
            return Ok(None);
        };
        let found = self.remembered(act.caller, request).await?;
        found
            .map(|found| {
                serde_json::from_str(&found.answer)
                    .map_err(|error| AppError::unreadable("idempotency", &error))
            })
            .transpose()
    }

    /// What was answered to the same request before.
    ///
    /// # Errors
    /// [`AppError::KeyReused`] when its key was used for another request.
    pub(crate) async fn remembered(
        &self,
        caller: &Caller,
        request: &Request,
    ) -> Result<Option<StoredAnswer>, AppError> {
        let key = randomness::hash(request.key.as_bytes());
        let find = idempotency::find(caller.staff_id(), &key);
        let found = self.inner.database.read_one(find).await?;
        match found {
            Some(found) if found.body_hash != randomness::hash(&request.content) => {
                Err(AppError::KeyReused)
            }
            found => Ok(found),
        }
    }
}
