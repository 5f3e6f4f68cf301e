//! How fast a network is built, and how much it takes: `cargo run --release -p kashf-trace --example build_speed -- FILE.bin [FIRST]`.

#![expect(clippy::print_stdout, reason = "figures are its output")]

mod support;

use std::env;
use std::error::Error;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let path = arguments.first().ok_or("name a file of the generator")?;
    let first = arguments
        .get(1)
        .map_or(Ok(usize::MAX), |text| text.parse())?;
    let begun = Instant::now();
    let network = support::read(path, first)?;
    println!(
        "{{\"what\":\"build\",\"movements\":{},\"parties\":{},\"seconds\":{:.2},\"processor_seconds\":{:.2},\"peak_mib\":{}}}",
        network.flow().len(),
        network.parties().len(),
        begun.elapsed().as_secs_f64(),
        support::processor().as_secs_f64(),
        support::peak_mib()
    );
    Ok(())
}
