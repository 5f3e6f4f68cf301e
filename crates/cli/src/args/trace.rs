//! `kashf trace`.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// `kashf trace`.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    kashf trace cycles --in payments.csv --columns src=payer,dst=payee,time=date,amount=sum,currency=EUR!,id=ref\n  \
    kashf trace fan --in a.csv b.parquet --window 12h --min-width 5 --out fans.jsonl\n  \
    kashf trace channels --in payments.csv --from donor-1 --to dealer-9     the best paths, with their evidence\n  \
    kashf trace chains --in payments.csv --to @listed-accounts.txt          who reaches them\n  \
    kashf trace owned --in shares.csv --columns src=owner,dst=company,share=percent --from p-1 --as-of 2026-01-01\n\n\
    Time is whole seconds or ISO 8601; a window without a unit is in seconds. A finding is a reason to look, never a verdict.\n\
    Exit codes: 0 done, 3 done but some rows were left out, 2 failed, 1 findings (only with --exit-code). docs/trace.md has more.")]
pub(crate) struct TraceArguments {
    /// What to look for
    #[arg(value_enum, value_name = "SEARCH")]
    pub(crate) search: TraceSearch,
    /// Files of movements and links, or directories of them: CSV (any separator), Parquet, Arrow, JSON Lines, FollowTheMoney; plain, gzip or zstd; `-` is stdin
    #[arg(long = "in", value_name = "FILE", id = "input", num_args = 1.., required = true)]
    pub(crate) input: Vec<PathBuf>,
    /// Which column means what: src=,dst=,time=,amount=,currency=,id=,kind=,src-name=,dst-name=,src-country=,dst-country=,share=,since=,until= [default: recognised by the headers]
    #[arg(long, value_name = "src=,dst=,...")]
    pub(crate) columns: Option<String>,
    /// Longest time from the first movement to the last: seconds, or 30min, 12h, 1d, 2w
    #[arg(long, value_name = "TIME", default_value = "1d", value_parser = seconds)]
    pub(crate) window: u32,
    /// Most movements of a path or cycle
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u8).range(2..=64))]
    pub(crate) max_hops: u8,
    /// As things stood on this day (YYYY-MM-DD, or a time): no later movement, and links that stood then
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
    /// Where paths begin; elsewhere, parties of which one must stand in a finding. `@FILE` reads one a line
    #[arg(long, value_name = "A,...", value_delimiter = ',')]
    pub(crate) from: Vec<String>,
    /// Where paths end [default for chains, channels: designated parties of the loaded lists]. `@FILE` reads one a line
    #[arg(long, value_name = "B,...", value_delimiter = ',')]
    pub(crate) to: Vec<String>,
    /// File for the findings; its extension gives the form: jsonl, csv; or evidence as json, txt, ftm.json, evidence.csv, graphml, cypher, svg, html
    #[arg(long, value_name = "FILE", id = "output")]
    pub(crate) out: Option<PathBuf>,
    /// JSON Lines on stdout
    #[arg(long, conflicts_with = "output")]
    pub(crate) json: bool,
    /// Cards of the best findings: who, when, how much, through what, on whose word, what is unsure
    #[arg(long, conflicts_with = "json")]
    pub(crate) explain: bool,
    /// Language of the cards
    #[arg(long, value_enum, value_name = "LANG", default_value_t = TraceLanguage::En)]
    pub(crate) lang: TraceLanguage,
    /// Typologies, for `patterns` [default: all]
    #[arg(long, value_name = "T,...", value_delimiter = ',')]
    pub(crate) typology: Vec<String>,
    /// Fewest parties at the wide side of a fan, a scatter or a layer
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(2..))]
    pub(crate) min_width: u32,
    /// How many findings are shown, or put on cards [default: 10]; how many are written [default: all]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) limit: Option<u32>,
    /// How many channels are looked for
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub(crate) best: u32,
    /// How much of an amount must be passed on from hop to hop, in percent
    #[arg(long, value_name = "PERCENT", default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=100))]
    pub(crate) preserved: u8,
    /// Go around parties with more than so many movements in a window (payment processors, tax offices)
    #[arg(long, value_name = "N")]
    pub(crate) hubs: Option<u32>,
    /// How much earlier a movement may be than the one before it on a path: 0 keeps the order of time strictly
    #[arg(long, value_name = "TIME", default_value = "0", value_parser = seconds)]
    pub(crate) slack: u32,
    /// How many findings one party or payment may have; the best are kept, and marked `capped`
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) most: Option<u32>,
    /// Steps after which the search around one party or payment is cut, marked `capped` [default: 20,000 for cycles, else a million]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) most_steps: Option<u64>,
    /// Rules of ownership, for `owned`: ofac_50, eu, uk [default: ofac_50]
    #[arg(long, value_name = "R,...", value_delimiter = ',')]
    pub(crate) rule: Vec<String>,
    /// The reporting threshold below which structuring is looked for, in major units [default: a table by currency]
    #[arg(long, value_name = "AMOUNT")]
    pub(crate) threshold: Option<String>,
    /// Silence after which an account counts as dormant
    #[arg(long, value_name = "TIME", default_value = "90d", value_parser = seconds)]
    pub(crate) dormant: u32,
    /// Take parallel payments along one ring of parties as one cycle
    #[arg(long)]
    pub(crate) bundle: bool,
    /// Currency of `flow` [default: the one in which most movements leave --from]
    #[arg(long, value_name = "CODE")]
    pub(crate) currency: Option<String>,
    /// Which references are one party: written to this file when it is new; when it is there, its lines hold and no others, so that a line removed is a join undone
    #[arg(long, value_name = "FILE")]
    pub(crate) joins: Option<PathBuf>,
    /// Leave the loaded lists aside
    #[arg(long)]
    pub(crate) no_lists: bool,
    /// Threads [default: one a core]
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u16).range(0..=1024))]
    pub(crate) threads: u16,
    /// Exit with 1 when something is found (3 when rows were left out)
    #[arg(long)]
    pub(crate) exit_code: bool,
}

/// What `kashf trace` looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TraceSearch {
    /// Money that comes back, in the order of time
    Cycles,
    /// Many givers to one, or one to many receivers, within the window
    #[value(alias = "fans")]
    Fan,
    /// Scattered over many and gathered again, or gathered and scattered
    Scatter,
    /// Two or three layers of accounts, each paying each of the next
    Layers,
    /// All typologies, or those named by --typology
    Patterns,
    /// Money passed on from account to account; with ends, everyone who reaches them
    #[value(alias = "chain")]
    Chains,
    /// The best paths of money, goods and control between two sides
    #[value(alias = "channel")]
    Channels,
    /// What listed parties own or control, by OFAC's, the EU's and the UK's rules
    #[value(alias = "ownership")]
    Owned,
    /// How much can have run from one side to the other, and the few movements and accounts that carry it
    Flow,
    /// To whom money of --from came: by haircut, first in first out, and poison, side by side
    Taint,
    /// Write the movements as Parquet, a folder a day, into the directory --out (for Spark)
    Export,
}

/// Languages of cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TraceLanguage {
    /// English
    En,
    /// Arabic
    Ar,
}

fn seconds(text: &str) -> Result<u32, String> {
    kashf::trace::seconds_of(text).ok_or_else(|| "such as 86400, 30min, 12h, 1d, 2w".to_owned())
}
