//! Tells the compiler whether the generators are there yet, so that tidy works without them.

fn main() {
    println!("cargo::rustc-check-cfg=cfg(has_gen)");
    println!("cargo::rerun-if-changed=src");
    if ["src/gen.rs", "src/gen/mod.rs"]
        .iter()
        .any(|path| std::path::Path::new(path).exists())
    {
        println!("cargo::rustc-cfg=has_gen");
    }
}
