//! The bounded place where work is done: so many at a time, so many waiting, the rest refused at once.
//!
//! Screening is bound by the processor: more at a time makes everybody slower, and a queue without an
//! end turns a burst into an outage. Who finds no room is told "not screened" and when to come again.

use crate::error::Overload;
use crate::metrics::Metrics;
use crate::settings::ServeSettings;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::Semaphore;

/// Workers and the queue before them.
#[derive(Clone, Debug)]
pub(crate) struct Pool {
    places: Arc<Semaphore>,
    workers: usize,
    waiting: Arc<AtomicUsize>,
    queue: usize,
    queue_time: Duration,
    answer_time: Duration,
    metrics: Arc<Metrics>,
}

impl Pool {
    pub(crate) fn new(settings: &ServeSettings, metrics: Arc<Metrics>) -> Self {
        let workers = settings.workers.max(1);
        Self {
            places: Arc::new(Semaphore::new(workers)),
            workers,
            waiting: Arc::default(),
            queue: settings.queue,
            queue_time: settings.queue_time,
            answer_time: settings.answer_time,
            metrics,
        }
    }

    /// Requests that wait now.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Workers that work now.
    pub(crate) fn busy(&self) -> usize {
        self.workers.saturating_sub(self.places.available_permits())
    }

    /// Does the work on a thread that may block, when there is room.
    ///
    /// # Errors
    /// When there is none, when it takes too long, or when a defect stops it.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Overload> {
        let done = self.try_run(work).await;
        if let Err(overload) = &done {
            self.metrics.refused(overload.word());
        }
        done
    }

    async fn try_run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Overload> {
        let place = self.place().await?;
        let task = tokio::task::spawn_blocking(move || {
            let done = work();
            // Held until the work has ended, also when nobody waits for it any more.
            drop(place);
            done
        });
        match tokio::time::timeout(self.answer_time, task).await {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(_)) => Err(Overload::Defect),
            Err(_) => Err(Overload::TooLong),
        }
    }

    async fn place(&self) -> Result<tokio::sync::OwnedSemaphorePermit, Overload> {
        if let Ok(place) = Arc::clone(&self.places).try_acquire_owned() {
            return Ok(place);
        }
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= self.queue {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(Overload::Busy);
        }
        let _left = Left(&self.waiting);
        let place = Arc::clone(&self.places).acquire_owned();
        match tokio::time::timeout(self.queue_time, place).await {
            Ok(Ok(place)) => Ok(place),
            _ => Err(Overload::Busy),
        }
    }
}

/// Counts a waiting request out, also when its client has gone.
struct Left<'a>(&'a AtomicUsize);

impl Drop for Left<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_works_one_waits_one_is_refused() {
        let settings = ServeSettings {
            workers: 1,
            queue: 1,
            ..ServeSettings::default()
        };
        let pool = Pool::new(&settings, Arc::default());
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let first = tokio::spawn({
            let pool = pool.clone();
            async move { pool.run(move || wait.recv().is_ok()).await }
        });
        while pool.busy() == 0 {
            tokio::task::yield_now().await;
        }
        let second = tokio::spawn({
            let pool = pool.clone();
            async move { pool.run(|| 2).await }
        });
        while pool.waiting() == 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(pool.run(|| 3).await, Err(Overload::Busy));
        go.send(()).expect("the first still works");
        assert_eq!(first.await.expect("it ended"), Ok(true));
        assert_eq!(second.await.expect("it ended"), Ok(2));
        assert_eq!(pool.waiting(), 0);
    }
}
