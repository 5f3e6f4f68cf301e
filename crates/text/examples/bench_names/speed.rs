//! Time of processor per token pair, name pair, key and preparation.
//!
//! `speed`, or one part: `speed --part=key`; under `perf stat -e instructions:u` the parts can be told apart.

use std::collections::BTreeMap;
use std::time::Instant;

use kashf_text::{
    Matcher, NameKind, PreparedName, Token, TokenRef, block_keys, compare, compare_names, join,
    prepare, token_similarity, whole_keys,
};

use crate::un::individuals;

/// Time this thread has had on a processor, in nanoseconds: the machine is shared.
fn cpu() -> u64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split(' ')
        .next()
        .and_then(|n| n.parse().ok())
        .unwrap_or(0)
}

fn timed(what: &str, count: usize, work: impl FnOnce() -> u64) {
    let (wall, start) = (Instant::now(), cpu());
    let sum = work();
    let spent = match cpu() - start {
        0 => wall.elapsed().as_nanos() as u64,
        spent => spent,
    };
    println!(
        "speed: {what}: {:.0} ns each, {:.0}/s of CPU time ({sum})",
        spent as f64 / count as f64,
        count as f64 * 1e9 / spent as f64
    );
}

/// Runs one part, or all.
pub(crate) fn speed(xml: &str, bench: &str, words: &[(&str, String)], only: Option<&str>) {
    let people = individuals(xml);
    let parts: [(&str, &dyn Fn()); 7] = [
        ("cold", &cold),
        ("prepared", &|| prepared(&people)),
        ("key", &|| sharing_a_key(words)),
        ("keys", &|| keys(words)),
        ("prepare", &|| preparation(&people, words)),
        ("pairs", &|| pairs(&people, bench)),
        ("long", &long),
    ];
    for (name, part) in parts {
        if only.is_none_or(|only| only == name) {
            part();
        }
    }
}

/// The first answer of a process: what the tables cost.
fn cold() {
    timed("the first pair of names", 1, || {
        let one = "Mohammed Ali Trading";
        u64::from(compare_names(one, "Muhammad Alwi Trade", NameKind::Unknown).similarity)
    });
    timed("the second pair of names", 1, || {
        let one = "Ahmad Omar Hasan";
        u64::from(compare_names(one, "Mahmud Husayn Umar", NameKind::Unknown).similarity)
    });
}

fn prepared(people: &[(String, Vec<String>)]) {
    let latin: Vec<PreparedName> = people
        .iter()
        .map(|(n, _)| prepare(n, NameKind::Person))
        .collect();
    let arabic: Vec<PreparedName> = people
        .iter()
        .flat_map(|(_, o)| o.first())
        .map(|n| prepare(n, NameKind::Person))
        .collect();
    let a: Vec<_> = arabic.iter().map(PreparedName::token_refs).collect();
    let l: Vec<_> = latin.iter().map(PreparedName::token_refs).collect();
    for (what, x, y) in [("Arabic/Latin", &a, &l), ("Latin/Latin", &l, &l)] {
        timed(&format!("prepared names {what}"), x.len() * y.len(), || {
            let mut sum = 0;
            for x in x {
                for y in y {
                    sum += u64::from(compare(x, y, NameKind::Person).similarity);
                }
            }
            sum
        });
        let x: Vec<_> = x.iter().flatten().collect();
        let y: Vec<_> = y.iter().flatten().step_by(5).collect();
        timed(&format!("tokens {what}"), x.len() * y.len(), || {
            let mut sum = 0;
            for x in &x {
                for y in &y {
                    sum += u64::from(token_similarity(x.token, y.token).thousandths);
                }
            }
            sum
        });
    }
}

fn tokens<'n>(names: impl IntoIterator<Item = &'n str>) -> Vec<Token> {
    let ready = names
        .into_iter()
        .map(|name| prepare(name, NameKind::Person));
    let mut tokens: Vec<Token> = ready
        .flat_map(|name| name.tokens)
        .map(|token| token.token)
        .collect();
    tokens.sort();
    tokens.dedup();
    tokens
}

/// Tokens as an index keeps them: all texts in one string, all sounds in one slice.
struct Laid {
    text: String,
    sound: Vec<u32>,
    tokens: Vec<(Token, usize, usize)>,
}

impl Laid {
    fn new(tokens: &[Token]) -> Self {
        let mut laid = Self {
            text: String::new(),
            sound: Vec::new(),
            tokens: Vec::new(),
        };
        for token in tokens {
            let bare = Token {
                text: String::new(),
                sound: Vec::new(),
                ..token.clone()
            };
            laid.tokens.push((bare, laid.text.len(), laid.sound.len()));
            laid.text.push_str(&token.text);
            laid.sound.extend(&token.sound);
        }
        laid
    }

    fn refs(&self) -> Vec<TokenRef<'_>> {
        let end = (self.text.len(), self.sound.len());
        let ends = self
            .tokens
            .iter()
            .skip(1)
            .map(|&(_, text, sound)| (text, sound));
        let ends = ends.chain([end]);
        let both = self.tokens.iter().zip(ends);
        both.map(|((token, text, sound), (text_end, sound_end))| TokenRef {
            text: &self.text[*text..text_end],
            sound: &self.sound[*sound..sound_end],
            ..token.as_ref()
        })
        .collect()
    }
}

/// What retrieval does: each word of a script against the Latin words that share a block key.
fn sharing_a_key(words: &[(&str, String)]) {
    let latin: Vec<Token> = words
        .iter()
        .filter(|(script, _)| *script == "latin")
        .flat_map(|(_, text)| tokens(text.lines()))
        .collect();
    let laid = Laid::new(&latin);
    let latin = laid.refs();
    let mut index: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut of = Vec::new();
    for (at, token) in latin.iter().enumerate() {
        of.clear();
        block_keys(*token, &mut of);
        for key in &of {
            index.entry(key.clone()).or_default().push(at);
        }
    }
    for (script, text) in words {
        let mut met = Vec::new();
        let queries = tokens(text.lines().step_by(40));
        for (query, token) in queries.iter().enumerate() {
            of.clear();
            block_keys(token.as_ref(), &mut of);
            let found = of.iter().filter_map(|key| index.get(key)).flatten();
            let mut found: Vec<usize> = found.copied().collect();
            found.sort_unstable();
            found.dedup();
            met.extend(found.into_iter().map(|at| (query, at)));
        }
        met.truncate(400_000);
        let what = format!("tokens that share a key, {script}");
        timed(&what, met.len(), || {
            let alike = |&(a, b): &(usize, usize)| -> u64 {
                token_similarity(queries[a].as_ref(), latin[b])
                    .thousandths
                    .into()
            };
            met.iter().map(alike).sum()
        });
        timed(&format!("{what}, at least 550"), met.len(), || {
            let (mut sum, mut last, mut matcher) = (0, usize::MAX, None);
            for &(a, b) in &met {
                if a != last {
                    matcher = Some(Matcher::new(queries[a].as_ref()));
                    last = a;
                }
                let matcher = matcher.as_ref().expect("set above");
                let score = matcher.at_least(latin[b], 550);
                sum += score.map_or(0, |score| u64::from(score.thousandths));
            }
            sum
        });
    }
}

fn keys(words: &[(&str, String)]) {
    for (script, text) in words {
        let tokens = tokens(text.lines().step_by(4));
        let mut keys = Vec::new();
        // The first asking reads the table of the script.
        block_keys(tokens[0].as_ref(), &mut keys);
        timed(&format!("block keys, {script}"), tokens.len(), || {
            let mut sum = 0;
            for token in &tokens {
                keys.clear();
                block_keys(token.as_ref(), &mut keys);
                sum += keys.len() as u64;
            }
            sum
        });
        timed(&format!("whole keys, {script}"), tokens.len(), || {
            let mut sum = 0;
            for token in &tokens {
                keys.clear();
                whole_keys(token.as_ref(), &mut keys);
                sum += keys.len() as u64;
            }
            sum
        });
    }
}

fn preparation(people: &[(String, Vec<String>)], words: &[(&str, String)]) {
    let _warm = prepare("Warm Up", NameKind::Person);
    timed("prepare UN names", people.len() * 10, || {
        let ten = people.iter().cycle().take(people.len() * 10);
        ten.map(|(n, _)| prepare(n, NameKind::Person).tokens.len() as u64)
            .sum()
    });
    for (script, text) in words {
        let lines: Vec<&str> = text.lines().collect();
        let names: Vec<String> = lines.chunks(3).map(|chunk| chunk.join(" ")).collect();
        timed(
            &format!("prepare three words, {script}"),
            names.len(),
            || {
                let ready = names.iter().map(|name| prepare(name, NameKind::Person));
                ready.map(|name| name.tokens.len() as u64).sum()
            },
        );
    }
    let companies: Vec<String> = people
        .iter()
        .map(|(name, _)| format!("{name} General Trading Co. Ltd"))
        .collect();
    timed("prepare companies", companies.len(), || {
        let ready = companies
            .iter()
            .map(|name| prepare(name, NameKind::Organization));
        ready.map(|name| name.tokens.len() as u64).sum()
    });
    timed("join", people.len(), || {
        let mut sum = 0;
        for (name, _) in people {
            let name = prepare(name, NameKind::Person);
            for two in name.tokens.windows(2) {
                sum += u64::from(join(&two[0].token, &two[1].token, name.kind).is_some());
            }
        }
        sum
    });
}

/// The goal of issue 6: distinct pairs of name_bench and of UN names, half of them near misses.
fn pairs(people: &[(String, Vec<String>)], bench: &str) {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for line in bench.lines().skip(1) {
        if let [_, _, a, b, ..] = line.split(',').collect::<Vec<_>>()[..] {
            pairs.push((a.to_owned(), b.to_owned()));
        }
    }
    for (at, (name, originals)) in people.iter().enumerate() {
        let next = &people[(at + 1) % people.len()].0;
        let words: Vec<&str> = name.split(' ').collect();
        // A near miss: one word of the neighbour's in the place of one's own.
        let mut other = words.clone();
        other[at % words.len()] = next.split(' ').next().unwrap_or("");
        pairs.push((name.clone(), other.join(" ")));
        pairs.push((name.clone(), next.clone()));
        pairs.extend(originals.iter().map(|o| (o.clone(), name.clone())));
        let mut slip = name.clone();
        slip.remove(
            name.len() / 2
                - (0..4)
                    .position(|n| name.is_char_boundary(name.len() / 2 - n))
                    .unwrap_or(0),
        );
        pairs.push((name.clone(), slip));
    }
    let ready: Vec<_> = pairs
        .iter()
        .map(|(a, b)| (prepare(a, NameKind::Person), prepare(b, NameKind::Person)))
        .collect();
    let refs: Vec<_> = ready
        .iter()
        .map(|(a, b)| (a.token_refs(), b.token_refs()))
        .collect();
    let run = || -> u64 {
        refs.iter()
            .map(|(a, b)| u64::from(compare(a, b, NameKind::Person).similarity))
            .sum()
    };
    run();
    timed("goal: prepared pairs", refs.len() * 10, || {
        (0..10).map(|_| run()).sum()
    });
    timed("goal: raw pairs", pairs.len(), || {
        pairs
            .iter()
            .map(|(a, b)| u64::from(compare_names(a, b, NameKind::Person).similarity))
            .sum()
    });
}

fn long() {
    let long = "Muhammad ".repeat(60);
    let hostile: String = ('a'..='z')
        .cycle()
        .enumerate()
        .flat_map(|(i, c)| [c, if i % 2 == 0 { ' ' } else { 'a' }])
        .take(512)
        .collect();
    for (x, y) in [(&long, &long), (&hostile, &long), (&hostile, &hostile)] {
        timed("512 characters raw", 1, || {
            u64::from(compare_names(x, y, NameKind::Person).similarity)
        });
    }
}
