//! Who asks, and may they: one layer around every route.
//!
//! Without any key or user everybody may, on a loopback address only (as yente); with one, everybody else is refused. What a
//! route needs stands in one table ([`table`]), and a route that is not in it is open to nobody, so that a new one cannot be
//! forgotten. Keys are read from headers, never from the address of a request: addresses end up in logs.
//!
//! * `Authorization: Bearer KEY`, `Authorization: ApiKey KEY` (OpenSanctions' clients), `X-API-Key: KEY`;
//! * `Authorization: Basic ...` for local users.

mod book;
mod caller;
mod credentials;
mod passwords;
mod rate;
mod refusal;
pub(crate) mod table;
#[cfg(test)]
mod tests;

pub(crate) use caller::Caller;

use crate::error::ServeError;
use crate::log::{LogContext, RequestId};
use crate::state::AppState;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;
use book::Books;
use credentials::Given;
use kashf_records::Records;
use passwords::Passwords;
use rate::{Allowance, Failures, Rates};
use refusal::Refusal;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::time::Instant;
use table::Need;

/// Who may ask, and how often.
#[derive(Debug)]
pub(crate) struct Access {
    books: Books,
    loopback: bool,
    rates: Rates,
    failures: Failures,
    passwords: Passwords,
}

impl Access {
    /// Reads keys and users of a data directory; refuses an address that others reach when there are none.
    pub(crate) fn new(data: &Path, listen: SocketAddr) -> Result<Self, ServeError> {
        let books = Books::open(data)?;
        let loopback = listen.ip().is_loopback();
        if !loopback && !books.current().is_closed() {
            return Err(ServeError::Unguarded { address: listen });
        }
        Ok(Self {
            books,
            loopback,
            rates: Rates::default(),
            failures: Failures::default(),
            passwords: Passwords::new()?,
        })
    }

    /// Who asks, and how much of the allowance is left.
    async fn admit(
        &self,
        headers: &HeaderMap,
        address: Option<IpAddr>,
        need: Need,
    ) -> Result<(Caller, Option<Allowance>), Refusal> {
        let book = self.books.fresh().await.ok_or(Refusal::Unknowable)?;
        if !book.is_closed() {
            // The last user may have been removed while we listen on an address that others reach.
            let open = self.loopback.then(|| (Caller::open(), None));
            return open.ok_or(Refusal::NoCredentials);
        }
        let given = Given::of(headers).map_err(|_| Refusal::BadCredentials)?;
        let caller = match given {
            None if need == Need::Own => return Ok((Caller::nobody(), None)),
            None => return Err(Refusal::NoCredentials),
            Some(Given::Key(key)) => {
                let found = book.key(key, now_millis());
                let found = found.ok_or_else(|| self.failed(address, None))?;
                Caller::of_key(found)
            }
            Some(Given::Password { user, password }) => {
                if let Some(wait) = self.failures.wait(address, Some(&user), Instant::now()) {
                    return Err(Refusal::TooManyFailures(wait));
                }
                let known = book.user(&user).cloned();
                let checked = self.passwords.check(known.as_ref(), &password).await;
                match (checked, known) {
                    (Some(true), Some(user)) => Caller::of_user(&user),
                    (None, _) => return Err(Refusal::Unknowable),
                    _ => return Err(self.failed(address, Some(&user))),
                }
            }
        };
        let allowance = match caller.per_minute() {
            None => None,
            Some(limit) => match self.rates.take(caller.name(), limit, Instant::now()) {
                Ok(left) => Some(left),
                Err(spent) => return Err(Refusal::TooMany(spent)),
            },
        };
        match need {
            Need::Scope(scope) if !caller.may(scope) => Err(Refusal::NotAllowed(Some(scope))),
            Need::Nobody => Err(Refusal::NotAllowed(None)),
            Need::Scope(_) | Need::Public | Need::Own => Ok((caller, allowance)),
        }
    }

    fn failed(&self, address: Option<IpAddr>, user: Option<&str>) -> Refusal {
        match self.failures.note(address, user, Instant::now()) {
            Some(wait) => Refusal::TooManyFailures(wait),
            None => Refusal::BadCredentials,
        }
    }
}

/// The layer: puts a [`Caller`] into the request's extensions, or refuses; writes down what was screened.
pub(crate) async fn check(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    let path = request.extensions().get::<MatchedPath>();
    let Some(path) = path.map(|path| path.as_str().to_owned()) else {
        // No such route: there is nothing to protect.
        return next.run(request).await;
    };
    let need = table::need(&path);
    if need == Need::Public {
        request.extensions_mut().insert(Caller::nobody());
        return next.run(request).await;
    }
    let own = path.starts_with("/v1");
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let address = peer.map(|peer| peer.0.ip());
    match state.access().admit(request.headers(), address, need).await {
        Ok((caller, allowance)) => {
            let id = request.extensions().get::<RequestId>().cloned();
            let context = LogContext {
                request: id.unwrap_or_default(),
                caller: caller.shared_name(),
                route: path.into(),
            };
            request.extensions_mut().insert(caller);
            request.extensions_mut().insert(context.clone());
            let response = next.run(request).await;
            let mut response = state.log().record(&context, own, response).await;
            if let Some(allowance) = allowance {
                allowance.write(response.headers_mut());
            }
            response
        }
        Err(refusal) => refusal.response(&path),
    }
}

/// The wall clock, as the records keep it.
pub(crate) fn now_millis() -> kashf_records::Millis {
    jiff::Timestamp::now().as_millisecond()
}

/// Opens the records where they are, creating nothing.
fn records_of(data: &Path) -> Result<Option<Records>, kashf_records::RecordsError> {
    Records::open_existing(data)
}
