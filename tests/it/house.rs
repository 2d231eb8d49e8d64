//! The rules of the house, read from the source: who may know whom, one doorkeeper per outside tool.
//!
//! Code of unit tests is not looked at: it may do what tests may do.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Each room and what it may use of the others. `criteria` needs words because a problem is said where it is made.
const ROOMS: [(&str, &[&str]); 10] = [
    ("lang", &[]),
    ("criteria", &["lang"]),
    ("assessment", &["lang", "criteria"]),
    ("scoring", &["criteria", "assessment"]),
    ("planning", &["criteria", "assessment", "scoring"]),
    ("report", &["lang", "criteria", "assessment", "scoring", "planning"]),
    ("store", &["lang", "criteria", "assessment"]),
    ("session", &["criteria", "assessment", "scoring", "planning"]),
    ("cli", &["lang", "criteria", "assessment", "scoring", "planning", "report", "store", "session"]),
    ("app", &["lang", "criteria", "assessment", "scoring", "planning", "report", "store", "session"]),
];

/// What stands in the code, what it is, and the files or folders that alone may have it.
const DOORKEEPERS: &[(&[&str], &str, &[&str])] = &[
    (&["printpdf", "lopdf", "subsetter"], "writing PDF", &["report/pdf"]),
    (&["rfd"], "the system's dialogs", &["app/platform.rs"]),
    (&["ron"], "RON", &["lang/", "store/", "app/theme.rs"]),
    (&["eframe", "egui", "egui_extras"], "the window", &["app/", "main.rs"]),
    (
        &["fs::write", "File::create", "File::create_new", "File::options", "OpenOptions", "fs::rename", "fs::copy"],
        "writing files",
        &["store/disk.rs", "store/lock.rs"],
    ),
    (
        &["Local::now", "Utc::now", "SystemTime::now"],
        "the clock",
        // `content` holds the time of change of a file against the moment at which it was read.
        &["app/platform.rs", "main.rs", "bin/", "cli/mod.rs", "store/content.rs"],
    ),
    (&["Color32::from_*", "Color32::[A-Z]"], "colours", &["app/theme.rs"]),
    (&["std::net", "TcpStream", "TcpListener", "UdpSocket", "ToSocketAddrs"], "the network", &[]),
];

/// What pure rooms may not have at all: disk, clock, environment, processes, randomness of hashing.
const OUTSIDE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::process",
    "std::net",
    "std::time",
    "chrono::Local",
    "chrono::Utc",
    "HashMap",
    "HashSet",
];
const PURE: [&str; 5] = ["criteria", "assessment", "scoring", "planning", "report"];

/// Crates that talk to a network. (`webbrowser`, which eframe brings, hands a link to the system; it talks to nobody.)
const NETWORK: &[&str] = &[
    "actix-web",
    "async-h1",
    "async-native-tls",
    "async-nats",
    "async-net",
    "async-std",
    "async-tls",
    "async-tungstenite",
    "attohttpc",
    "awc",
    "axum",
    "curl",
    "curl-sys",
    "dns-lookup",
    "ehttp",
    "ewebsock",
    "ftp",
    "futures-rustls",
    "git2",
    "h2",
    "h3",
    "hickory-client",
    "hickory-proto",
    "hickory-resolver",
    "http-req",
    "hyper",
    "hyper-rustls",
    "hyper-tls",
    "hyper-util",
    "isahc",
    "lettre",
    "libcurl-sys",
    "libgit2-sys",
    "libssh2-sys",
    "minreq",
    "mio",
    "mongodb",
    "mysql",
    "native-tls",
    "nng",
    "openssl",
    "openssl-sys",
    "opentelemetry-otlp",
    "paho-mqtt",
    "pnet",
    "postgres",
    "puffin_http",
    "quiche",
    "quinn",
    "quinn-proto",
    "quinn-udp",
    "redis",
    "reqwest",
    "rocket",
    "rtnetlink",
    "rumqttc",
    "russh",
    "rustls",
    "rustls-native-certs",
    "rustls-webpki",
    "schannel",
    "security-framework",
    "self_update",
    "sentry",
    "smol",
    "smoltcp",
    "socket2",
    "ssh2",
    "suppaftp",
    "surf",
    "tiny_http",
    "tokio",
    "tokio-native-tls",
    "tokio-rustls",
    "tokio-tungstenite",
    "tonic",
    "trust-dns-resolver",
    "tungstenite",
    "ureq",
    "warp",
    "webpki-roots",
    "websocket",
    "wreq",
    "ws",
    "zmq",
];

/// Network crates that stand in the lock file and are in no program of ours, and the only crate that may bring each:
/// it is built for browsers alone, and of tokio it takes what waits, not what connects.
const LOCKED: &[(&str, &str)] = &[("tokio", "wasm-bindgen-futures")];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every source file: its path under `src` with `/`, and its text.
fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, out: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(&path, out) } else { out.push(path) }
        }
    }
    let src = root().join("src");
    let mut paths = Vec::new();
    walk(&src, &mut paths);
    paths.sort();
    let files = paths.into_iter().filter(|path| path.extension().is_some_and(|found| found == "rs"));
    files
        .map(|path| {
            let name: Vec<_> = path.strip_prefix(&src).unwrap().iter().map(|part| part.to_str().unwrap()).collect();
            (name.join("/"), fs::read_to_string(&path).unwrap())
        })
        .collect()
}

/// The code alone: comments and the content of texts become spaces, line ends stay; what stands behind the
/// first `#[cfg(test)] mod` is left out, since unit tests are the last thing in a file.
fn code(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let letters: Vec<char> = text.chars().collect();
    let mut i = 0;
    let starts = |i: usize, what: &str| what.chars().enumerate().all(|(k, letter)| letters.get(i + k) == Some(&letter));
    let blank = |out: &mut String, letter: char| out.push(if letter == '\n' { '\n' } else { ' ' });
    while i < letters.len() {
        let in_word = i > 0 && (letters[i - 1].is_alphanumeric() || letters[i - 1] == '_');
        if starts(i, "//") {
            while i < letters.len() && letters[i] != '\n' {
                i += 1;
            }
        } else if starts(i, "/*") {
            let mut depth = 0;
            while i < letters.len() {
                if starts(i, "/*") {
                    depth += 1;
                    i += 2;
                } else if starts(i, "*/") {
                    depth -= 1;
                    i += 2;
                } else {
                    blank(&mut out, letters[i]);
                    i += 1;
                }
                if depth == 0 {
                    break;
                }
            }
        } else if letters[i] == 'r' && !in_word && (starts(i + 1, "\"") || starts(i + 1, "#\"") || starts(i + 1, "##"))
        {
            let hashes = letters[i + 1..].iter().take_while(|letter| **letter == '#').count();
            let end = format!("\"{}", "#".repeat(hashes));
            i += hashes + 2;
            while i < letters.len() && !starts(i, &end) {
                blank(&mut out, letters[i]);
                i += 1;
            }
            i += hashes + 1;
        } else if letters[i] == '"' {
            i += 1;
            while i < letters.len() && letters[i] != '"' {
                i += usize::from(letters[i] == '\\');
                if let Some(letter) = letters.get(i) {
                    blank(&mut out, *letter);
                }
                i += 1;
            }
            i += 1;
        } else if letters[i] == '\'' && (starts(i + 2, "'") || starts(i + 1, "\\")) {
            i += 2; // a letter in quotes; what else begins with one quote is a lifetime
            while i < letters.len() && letters[i] != '\'' {
                i += 1;
            }
            i += 1;
        } else {
            out.push(letters[i]);
            i += 1;
        }
    }
    let mut from = 0;
    while let Some(found) = out[from..].find("#[cfg(test)]") {
        let at = from + found;
        if out[at + "#[cfg(test)]".len()..].trim_start().starts_with("mod ") {
            out.truncate(at);
            break;
        }
        from = at + 1;
    }
    out
}

/// Whether the code has the name or path, standing alone; a `*` at the end stands for any ending, `[A-Z]` for a
/// name in capitals.
fn has(code: &str, what: &str) -> bool {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let capitals = what.ends_with("[A-Z]");
    let prefix = what.ends_with('*');
    let bare = what.trim_end_matches("[A-Z]").trim_end_matches('*');
    code.match_indices(bare).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + bare.len()..].chars().next();
        !before.is_some_and(is_word)
            && if capitals {
                after.is_some_and(|letter| letter.is_ascii_uppercase())
            } else {
                prefix || !after.is_some_and(is_word)
            }
    })
}

/// Whether the code uses the crate of this name: as the start of a path, or in a `use`.
fn uses_crate(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let before = code[..at].trim_end();
        let stands_alone =
            !code[..at].ends_with(|letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':');
        let after = &code[at + name.len()..];
        stands_alone
            && (after.starts_with("::")
                || ["use", "extern crate"].iter().any(|word| before.ends_with(word))
                    && after.trim_start().starts_with([';', ' ']))
    })
}

/// Rooms that the code names, as `crate::room` or within `use crate::{…}`.
fn rooms_named(code: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    let first_word = |text: &str| -> String {
        text.trim_start().chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
    };
    for path in ["crate::", "xingping::"] {
        for (at, _) in code.match_indices(path) {
            let rest = code[at + path.len()..].trim_start();
            if let Some(group) = rest.strip_prefix('{') {
                let mut depth = 1;
                let mut begins = 0;
                for (i, letter) in group.char_indices() {
                    match letter {
                        '{' => depth += 1,
                        '}' => depth -= 1,
                        _ => {}
                    }
                    if depth == 0 || depth == 1 && letter == ',' {
                        out.insert(first_word(&group[begins..i]));
                        begins = i + 1;
                    }
                    if depth == 0 {
                        break;
                    }
                }
            } else {
                out.insert(first_word(rest));
            }
        }
    }
    out.retain(|name| ROOMS.iter().any(|(room, _)| room == name));
    out
}

/// Rules that one file breaks, a line each. `file` is its path under `src`.
fn broken(file: &str, text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let code = code(text);
    if !text.starts_with("//!") {
        out.push(format!("{file} does not open with //!, what it is for"));
    }
    let room = ROOMS.iter().find(|(room, _)| file.split('/').next() == Some(room) && file.contains('/'));
    if let Some((room, may_use)) = room {
        for named in rooms_named(&code) {
            if named != *room && !may_use.contains(&named.as_str()) {
                out.push(format!("{file}: {room} must not know {named}"));
            }
        }
        // `super::super::x` would reach another room without naming the crate.
        let depth = file.matches('/').count() + usize::from(!file.ends_with("/mod.rs"));
        if has(&code, &vec!["super"; depth].join("::")) {
            out.push(format!("{file} leaves its room by super::"));
        }
        if PURE.contains(room) {
            for outside in OUTSIDE.iter().filter(|outside| has(&code, outside)) {
                out.push(format!("{file}: the pure room {room} must not use {outside}"));
            }
        }
    }
    for (tools, what, keepers) in DOORKEEPERS {
        for tool in *tools {
            let used = if tool.contains("::") || tool.chars().any(char::is_uppercase) {
                has(&code, tool)
            } else {
                uses_crate(&code, tool)
            };
            if used && !keepers.iter().any(|keeper| file.starts_with(keeper)) {
                let keepers = if keepers.is_empty() { "nobody's hands".to_owned() } else { keepers.join(", ") };
                out.push(format!("{file}: {what} ({tool}) belongs in {keepers}"));
            }
        }
    }
    if file.starts_with("scoring/") || file.starts_with("criteria/") {
        // The one list in which serde wants all its types named; what is forwarded is refused.
        let forwarded = "forward_to_deserialize_any!";
        let code = match code.split_once(forwarded) {
            Some((before, after)) => before.to_owned() + after.split_once('}').map_or("", |(_, after)| after),
            None => code,
        };
        for float in ["f32", "f64"].iter().filter(|float| has(&code, float)) {
            out.push(format!("{file} uses {float}; amounts are exact"));
        }
    }
    out
}

#[test]
fn every_source_file_keeps_the_rules() {
    let sources = sources();
    assert!(sources.len() > 30, "the source was found");
    let broken: Vec<String> = sources.iter().flat_map(|(file, text)| broken(file, text)).collect();
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn every_folder_of_the_source_is_a_room() {
    for entry in fs::read_dir(root().join("src")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        assert!(!path.is_dir() || name == "bin" || ROOMS.iter().any(|(room, _)| *room == name), "src/{name}");
    }
}

/// The checker itself: each rule can fail, and what only looks like a breach is none.
#[test]
fn the_rules_can_fail() {
    let breaks = |file: &str, code: &str| broken(file, &format!("//! A file.\n{code}\n"));
    for (file, code, expected) in [
        ("scoring/new.rs", "use crate::report::Page;", "scoring must not know report"),
        ("scoring/new.rs", "fn a() -> crate::lang::Words { todo!() }", "scoring must not know lang"),
        ("lang/new.rs", "use crate::criteria;", "lang must not know criteria"),
        ("planning/new.rs", "use crate::lang::Words;", "planning must not know lang"),
        ("planning/new.rs", "use chrono::Local;", "must not use chrono::Local"),
        ("store/new.rs", "use crate::{lang::Words, scoring::{self, score}};", "store must not know scoring"),
        ("session/new.rs", "use crate::{\n    assessment::Edit,\n    store,\n};", "session must not know store"),
        ("cli/new.rs", "use crate::app::App;", "cli must not know app"),
        ("app/views/new.rs", "use crate::cli::run;", "app must not know cli"),
        ("app/views/new.rs", "use super::super::super::store;", "leaves its room"),
        ("scoring/new.rs", "use super::super::store;", "leaves its room"),
        ("criteria/mod.rs", "use super::store;", "leaves its room"),
        ("report/xlsx.rs", "let file = std::fs::read(path);", "must not use std::fs"),
        ("scoring/new.rs", "use std::collections::HashMap;", "must not use HashMap"),
        ("report/layout/new.rs", "use printpdf::Mm;", "writing PDF (printpdf)"),
        ("report/new.rs", "fn a(a: lopdf::Document) {}", "writing PDF (lopdf)"),
        ("app/new.rs", "rfd::FileDialog::new()", "dialogs (rfd)"),
        ("criteria/new.rs", "ron::from_str(text)", "RON (ron)"),
        ("app/views/new.rs", "use ron;", "RON (ron)"),
        ("session/new.rs", "use egui::Ui;", "the window (egui)"),
        ("store/journal.rs", "fs::write(path, bytes)", "writing files (fs::write)"),
        ("cli/new.rs", "std::fs::File::create(path)", "writing files (File::create)"),
        ("cli/new.rs", "std::fs::OpenOptions::new()", "writing files (OpenOptions)"),
        ("cli/report.rs", "chrono::Local::now()", "the clock (Local::now)"),
        ("store/new.rs", "SystemTime::now()", "the clock (SystemTime::now)"),
        ("app/views/new.rs", "Color32::from_rgb(1, 2, 3)", "colours"),
        ("app/views/new.rs", "egui::Color32::RED", "colours"),
        ("app/new.rs", "std::net::TcpStream::connect(a)", "the network (TcpStream) belongs in nobody's hands"),
        ("store/new.rs", "use std::net::{self};", "the network (std::net)"),
        ("scoring/new.rs", "let a = b as f64;", "uses f64"),
        ("criteria/new.rs", "let a: f32;", "uses f32"),
        ("scoring/new.rs", "let a = '\"'; let b = c as f64; let d = '\"';", "uses f64"),
        ("scoring/new.rs", "fn a<'b>(c: &'b str) -> f64 { 'x' }", "uses f64"),
    ] {
        let said = breaks(file, code);
        assert!(said.iter().any(|line| line.contains(expected)), "{file}: {code}: {said:?}");
    }
    assert_eq!(broken("lang/new.rs", "use std::fmt;"), ["lang/new.rs does not open with //!, what it is for"]);
    for (file, code) in [
        ("scoring/new.rs", "// use crate::report; as f64\n/* fs::write /* f64 */ f32 */ fn a() {}"),
        ("scoring/new.rs", "const A: &str = \"as \\\" f64 crate::report\"; const B: &str = r#\"\" f64\"#;"),
        ("scoring/new.rs", "use crate::{assessment::Edit, criteria};\nuse super::exact;"),
        ("scoring/new.rs", "#[cfg(test)]\nmod tests { use crate::lang::Words; fn a(b: f64) { ron::from_str(c) } }"),
        ("report/pdf/write.rs", "use printpdf::Mm;"),
        ("criteria/new.rs", "neuron::fire(); let ron = environment; electron()"),
        ("criteria/new.rs", "forward_to_deserialize_any! { f32 f64 str }"),
        ("app/theme.rs", "Color32::from_rgb(1, 2, 3)"),
        ("app/views/new.rs", "fn a(colour: Color32) {}"),
        ("app/views/new.rs", "use super::super::Cx;"),
        ("store/disk.rs", "fs::rename(a, b)"),
        ("cli/mod.rs", "chrono::Local::now()"),
    ] {
        assert_eq!(breaks(file, code), [""; 0], "{file}: {code}");
    }
}

#[test]
fn every_dependency_says_why_it_is_there() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    assert_eq!(silent(&manifest), [""; 0]);
    assert_eq!(
        silent("[dependencies]\na = \"1\" # why\nb = \"2\"\nc = { features = [\n  \"d\"] }\n[lib]\ne = 1\n"),
        ["b", "c"]
    );
}

/// Dependencies without a comment on their lines.
fn silent(manifest: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut inside = false;
    let mut entry: Option<(String, String)> = None;
    for line in manifest.lines().chain(["[end]"]) {
        let starts = !line.starts_with([' ', '\t', ']', '#']) && !line.trim().is_empty();
        let before = if starts { entry.take() } else { None };
        if let Some((name, _)) = before.filter(|(_, text)| !text.contains('#')) {
            out.push(name);
        }
        if line.starts_with('[') {
            inside = line.trim_matches(['[', ']']).ends_with("dependencies");
        } else if inside && starts {
            let name = line.split(['=', '.']).next().unwrap_or_default().trim().to_owned();
            entry = Some((name, line.to_owned()));
        } else if let Some((_, text)) = entry.as_mut().filter(|_| !line.starts_with('#')) {
            text.push_str(line);
        }
    }
    out
}

/// The tree of this system, with what tests and build scripts bring.
#[test]
fn no_network_crate_is_in_the_program() {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let tree = Command::new(cargo)
        .args(["tree", "--offline", "--edges", "normal,build,dev", "--prefix", "none", "--package", "xingping"])
        .current_dir(root())
        .output();
    let Ok(tree) = tree else {
        println!("cargo is not here; the tree of crates was not looked at");
        return;
    };
    let listed = String::from_utf8_lossy(&tree.stdout);
    assert!(tree.status.success(), "cargo tree: {}", String::from_utf8_lossy(&tree.stderr));
    assert!(listed.lines().count() > 50, "the tree was listed: {listed}");
    let found = network(listed.lines().filter_map(|line| line.split(' ').next()));
    assert!(found.is_empty(), "network crates in the program: {found:?}");
}

/// The lock file holds the crates of every system, of tests and of build scripts.
#[test]
fn no_network_crate_is_locked_for_any_system() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let locked = locked(&lock);
    assert!(locked.len() > 300, "the lock file was read");
    assert_eq!(network_locked(&locked), [""; 0]);
    for (crates, expected) in [
        ("ureq", vec!["ureq, for xingping"]),
        ("serde", vec![]),
        ("wasm-bindgen-futures", vec![]),
        ("tokio", vec!["tokio, for xingping"]),
    ] {
        let text = format!(
            "[[package]]\nname = \"xingping\"\ndependencies = [\n \"{crates} 1.0.0\",\n]\n\n[[package]]\nname = \"ureq\"\n\n\
             [[package]]\nname = \"wasm-bindgen-futures\"\ndependencies = [\n \"tokio\",\n]\n\n[[package]]\nname = \"tokio\"\n"
        );
        let mut found = network_locked(&self::locked(&text));
        found.retain(|line| line.ends_with("xingping"));
        assert_eq!(found, expected, "{crates}");
    }
    let alone = "[[package]]\nname = \"mio\"\nversion = \"1.0.0\"\n";
    assert_eq!(network_locked(&self::locked(alone)), ["mio"], "nobody need name it");
}

/// The packages of a lock file, each with the names of those that it needs.
fn locked(lock: &str) -> Vec<(String, Vec<String>)> {
    let packages = lock.split("[[package]]").skip(1);
    packages
        .map(|package| {
            let mut quoted = package.lines().filter_map(|line| line.split('"').nth(1).map(|text| (line, text)));
            let name = quoted.find(|(line, _)| line.starts_with("name = ")).unwrap().1.to_owned();
            let needs = quoted.filter(|(line, _)| line.starts_with(" \""));
            (name, needs.map(|(_, text)| text.split(' ').next().unwrap().to_owned()).collect())
        })
        .collect()
}

/// Network crates of a lock file that are no exception, each with who brings it.
fn network_locked(locked: &[(String, Vec<String>)]) -> Vec<String> {
    let mut out = Vec::new();
    for name in network(locked.iter().map(|(name, _)| name.as_str())) {
        let bringers: Vec<&str> =
            locked.iter().filter(|(_, needs)| needs.contains(&name)).map(|(by, _)| by.as_str()).collect();
        if bringers.is_empty() {
            out.push(name.clone());
        }
        let allowed = |by: &&str| !LOCKED.contains(&(name.as_str(), *by));
        out.extend(bringers.into_iter().filter(allowed).map(|by| format!("{name}, for {by}")));
    }
    out
}

/// Network crates among these names.
fn network<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let names: BTreeSet<&str> = names.collect();
    names.into_iter().filter(|name| NETWORK.contains(name)).map(str::to_owned).collect()
}
