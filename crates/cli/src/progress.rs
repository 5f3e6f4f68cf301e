//! The progress bar: on stderr, on a terminal only.

use crate::show::grouped;
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use kashf::Progress;
use std::collections::BTreeMap;
use std::io::{self, IsTerminal};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Shows a bar on a terminal, nothing elsewhere.
#[derive(Debug, Default)]
pub(crate) struct Bar {
    bar: Mutex<Option<ProgressBar>>,
    parts: Mutex<Parts>,
    /// What goes on, and since when.
    task: Mutex<Option<(String, Instant, Option<u64>)>>,
}

/// The bars of what goes on side by side.
#[derive(Debug, Default)]
struct Parts {
    all: Option<MultiProgress>,
    bars: BTreeMap<String, ProgressBar>,
}

impl Bar {
    fn with(&self, act: impl FnOnce(&mut Option<ProgressBar>)) {
        // A poisoned lock means that another thread panicked; the bar is then the least worry.
        if let Ok(mut bar) = self.bar.lock() {
            act(&mut bar);
        }
    }
}

impl Progress for Bar {
    fn begin(&self, task: &str, total: Option<u64>) {
        if !io::stderr().is_terminal() {
            return;
        }
        let template = if total.is_some() {
            "{msg} {bar:32} {bytes}/{total_bytes} {percent}% {eta} left"
        } else {
            "{msg} {spinner}"
        };
        let style =
            ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar =
            ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr()).with_style(style);
        // Below the bars of what goes on beside it, so that neither overwrites the other.
        let bar = match self.parts.lock().ok().and_then(|parts| parts.all.clone()) {
            Some(all) => all.add(bar),
            None => bar,
        };
        bar.set_message(task.to_owned());
        if let Ok(mut place) = self.task.lock() {
            *place = Some((task.to_owned(), Instant::now(), None));
        }
        if total.is_none() {
            bar.enable_steady_tick(Duration::from_millis(120));
        }
        self.with(|place| *place = Some(bar));
    }

    fn at(&self, done: u64) {
        self.with(|bar| {
            if let Some(bar) = bar {
                bar.set_position(done);
            }
        });
    }

    fn records(&self, done: u64) {
        let Ok(mut task) = self.task.lock() else {
            return;
        };
        let Some((task, begun, before)) = &mut *task else {
            return;
        };
        // Records of an interrupted run were not done in this time.
        let first = before.is_none();
        let before = *before.get_or_insert(done);
        let seconds = begun.elapsed().as_secs_f64();
        let rate = if seconds > 0.5 {
            format!(
                ", {} a second",
                grouped(((done - before.min(done)) as f64 / seconds) as u64)
            )
        } else {
            String::new()
        };
        let message = format!("{task} {} records{rate}", grouped(done));
        self.with(|bar| {
            if let Some(bar) = bar {
                if first {
                    bar.reset_eta();
                }
                bar.set_message(message);
            }
        });
    }

    fn end(&self) {
        self.with(|bar| {
            if let Some(bar) = bar.take() {
                bar.finish_and_clear();
            }
        });
    }

    fn part(&self, name: &str, done: u64, total: Option<u64>) {
        if !io::stderr().is_terminal() {
            return;
        }
        let Ok(mut parts) = self.parts.lock() else {
            return;
        };
        let Parts { all, bars } = &mut *parts;
        let all = all
            .get_or_insert_with(|| MultiProgress::with_draw_target(ProgressDrawTarget::stderr()));
        let bar = bars.entry(name.to_owned()).or_insert_with(|| {
            let template = if total.is_some() {
                "{msg:24} {bar:32} {bytes}/{total_bytes} {eta} left"
            } else {
                "{msg:24} {spinner} {bytes}"
            };
            let style = ProgressStyle::with_template(template)
                .unwrap_or_else(|_| ProgressStyle::default_bar());
            let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr());
            all.add(bar.with_style(style).with_message(name.to_owned()))
        });
        bar.set_position(done);
    }

    fn part_end(&self, name: &str) {
        if let Ok(mut parts) = self.parts.lock()
            && let Some(bar) = parts.bars.remove(name)
        {
            bar.finish_and_clear();
        }
    }
}
