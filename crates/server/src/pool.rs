//! The bounded place where work is done: so many at a time, so many waiting, the rest refused at once.
//!
//! Screening is bound by the processor: more at a time makes everybody slower, and a queue without an
//! end turns a burst into an outage. Who finds no room is told "not screened" and when to come again.
//!
//! The threads are the pool's own, not tokio's for blocking calls: whatever else blocks there (a snapshot being opened, a
//! poll) takes none of them, and what the engine keeps for each thread stays with a fixed number of them.

use crate::error::Overload;
use crate::metrics::Metrics;
use crate::settings::ServeSettings;
use kashf::KashfError;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, oneshot};

/// A piece of work. It tells its own caller how it went.
type Job = Box<dyn FnOnce() + Send>;

/// Workers and the queue before them.
#[derive(Clone, Debug)]
pub(crate) struct Pool {
    /// Holds no more than there are workers: whoever sends has a place.
    jobs: Sender<Job>,
    places: Arc<Semaphore>,
    workers: usize,
    waiting: Arc<AtomicUsize>,
    queue: usize,
    queue_time: Duration,
    answer_time: Duration,
    metrics: Arc<Metrics>,
}

impl Pool {
    /// Starts the workers; they end with the last clone of the pool.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub(crate) fn new(settings: &ServeSettings, metrics: Arc<Metrics>) -> Result<Self, KashfError> {
        let workers = settings.workers.max(1);
        let (jobs, waiting) = channel();
        let waiting = Arc::new(Mutex::new(waiting));
        for at in 0..workers {
            let waiting = Arc::clone(&waiting);
            let thread = std::thread::Builder::new().name(format!("screen-{at}"));
            thread
                .spawn(move || work(&waiting))
                .map_err(|error| KashfError::Threads(error.to_string()))?;
        }
        Ok(Self {
            jobs,
            places: Arc::new(Semaphore::new(workers)),
            workers,
            waiting: Arc::default(),
            queue: settings.queue,
            queue_time: settings.queue_time,
            answer_time: settings.answer_time,
            metrics,
        })
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
        let (tell, told) = oneshot::channel();
        let job: Job = Box::new(move || {
            // Nobody waits any more: the client has left.
            if !tell.is_closed() {
                let done = catch_unwind(AssertUnwindSafe(work));
                // Who has left meanwhile needs no answer.
                let _ = tell.send(done);
            }
            // Held until the work has ended, also when nobody waits for it any more.
            drop(place);
        });
        self.jobs.send(job).map_err(|_| Overload::Defect)?;
        match tokio::time::timeout(self.answer_time, told).await {
            Ok(Ok(Ok(done))) => Ok(done),
            Ok(_) => Err(Overload::Defect),
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

/// A worker: does one job after the other until nobody can send one.
fn work(jobs: &Mutex<Receiver<Job>>) {
    loop {
        // One worker waits for the next job, the others wait for him; a job never panics while it is held.
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        match job {
            Ok(job) => job(),
            Err(_) => return,
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
        let pool = Pool::new(&settings, Arc::default()).expect("threads");
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

    #[tokio::test]
    async fn a_defect_costs_its_own_request() {
        let settings = ServeSettings {
            workers: 1,
            ..ServeSettings::default()
        };
        let pool = Pool::new(&settings, Arc::default()).expect("threads");
        let broken = pool.run(|| [1, 2, 3].iter().position(|n| *n == 4).expect("a defect"));
        assert_eq!(broken.await, Err(Overload::Defect));
        assert_eq!(pool.run(|| 5).await, Ok(5), "the worker lives");
    }

    #[tokio::test]
    async fn work_that_takes_too_long_is_told_so_and_keeps_its_place() {
        let settings = ServeSettings {
            workers: 1,
            queue: 0,
            answer_time: Duration::from_millis(30),
            ..ServeSettings::default()
        };
        let pool = Pool::new(&settings, Arc::default()).expect("threads");
        let (go, wait) = channel::<()>();
        let slow = pool.run(move || wait.recv().is_ok());
        assert_eq!(slow.await, Err(Overload::TooLong));
        assert_eq!(pool.run(|| 1).await, Err(Overload::Busy), "it still works");
        go.send(()).expect("it still works");
        while pool.busy() > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(pool.run(|| 2).await, Ok(2));
    }
}
