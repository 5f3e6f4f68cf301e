//! IBM's patterns: how many of its RANDOM ways are found.

use super::ids;
use kashf_trace::typologies::chain;
use kashf_trace::{Amount, Between, Currency, MoveKind, NetworkBuilder, Options, channels};
use std::error::Error;

/// IBM's patterns, all of them one network: each RANDOM sought as a channel between its ends, and as a chain.
pub(crate) fn ibm(arguments: &[String]) -> Result<(), Box<dyn Error>> {
    const CODES: [(&str, &str); 15] = [
        ("US Dollar", "USD"),
        ("Euro", "EUR"),
        ("Mexican Peso", "MXN"),
        ("Ruble", "RUB"),
        ("Yuan", "CNY"),
        ("Australian Dollar", "AUD"),
        ("Swiss Franc", "CHF"),
        ("Saudi Riyal", "SAR"),
        ("UK Pound", "GBP"),
        ("Yen", "JPY"),
        ("Rupee", "INR"),
        ("Shekel", "ILS"),
        ("Brazil Real", "BRL"),
        ("Canadian Dollar", "CAD"),
        ("Bitcoin", "XBT"),
    ];
    let path = arguments.first().ok_or("name HI-Small_Patterns.txt")?;
    let mut builder = NetworkBuilder::default();
    let mut randoms: Vec<(Vec<u64>, String, String)> = Vec::new();
    let (mut random, mut id) = (false, 0_u64);
    for line in fs_err::read_to_string(path)?.lines() {
        if line.starts_with("BEGIN") {
            random = line.contains("RANDOM");
            randoms.extend(random.then(Default::default));
        }
        let fields: Vec<&str> = line.split(',').collect();
        let [at, from_bank, from, to_bank, to, _, _, paid, currency, ..] = fields[..] else {
            continue;
        };
        let word = |range: std::ops::Range<usize>| -> Result<i64, Box<dyn Error>> {
            Ok(at.get(range).ok_or("a short time")?.parse()?)
        };
        // All of one month.
        let minutes = (word(8..10)? * 24 + word(11..13)?) * 60 + word(14..16)?;
        let code = CODES.iter().find(|(name, _)| *name == currency);
        let amount = Amount {
            minor: (paid.parse::<f64>()? * 1_000_000.0).round() as i64,
            currency: code
                .and_then(|(_, code)| Currency::of(code))
                .ok_or_else(|| format!("currency `{currency}`"))?,
        };
        let ends = (format!("{from_bank}-{from}"), format!("{to_bank}-{to}"));
        builder.movement(
            (&ends.0, &ends.1),
            minutes * 60,
            amount,
            MoveKind::Payment,
            &id.to_string(),
        )?;
        if let Some((edges, first, last)) = randoms.last_mut().filter(|_| random) {
            if edges.is_empty() {
                *first = ends.0;
            }
            *last = ends.1;
            edges.push(id);
        }
        id += 1;
    }
    let network = builder.finish();
    let options = Options {
        window: 5 * 86_400,
        max_hops: 12,
        ..Options::default()
    };
    let chains = chain::find(&network, &options)?;
    let (mut first, mut among, mut as_chain, mut long) = (0, 0, 0, 0);
    for (edges, from, to) in &randoms {
        let party = |reference: &str| network.parties().find(reference).ok_or("a party is lost");
        let between = Between::new(&[party(from)?], &[party(to)?]);
        let found = channels::find(&network, &between, 10, &options)?;
        let mut findings = found.findings.iter();
        let rank = findings.position(|finding| ids(&network, finding) == *edges);
        first += usize::from(rank == Some(0));
        among += usize::from(rank.is_some());
        long += usize::from(edges.len() > 2);
        let mut findings = chains.findings.iter();
        as_chain += usize::from(findings.any(|finding| ids(&network, finding) == *edges));
    }
    println!(
        "{{\"what\":\"ibm\",\"movements\":{id},\"randoms\":{},\"of_three_hops_or_more\":{long},\"channel_first\":{first},\"channel_among_10\":{among},\"chains\":{},\"random_as_chain\":{as_chain}}}",
        randoms.len(),
        chains.findings.len(),
    );
    Ok(())
}
