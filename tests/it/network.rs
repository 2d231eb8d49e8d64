//! No network: the program runs under a trace of its system calls, and opens no socket but to programs on this
//! machine. Needs Linux and `strace`; where they are not to be had the test says so and looks at the parser alone.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Families of sockets in a trace that are not local, each with its line; what stands in quotes is data.
fn not_local(trace: &str) -> Vec<String> {
    let mut out = Vec::new();
    for line in trace.lines() {
        // Quotes inside of texts are escaped.
        let line_without_escapes = line.replace("\\\\", "").replace("\\\"", "");
        let code: String = line_without_escapes.split('"').step_by(2).collect();
        let opened = ["socket(", "socketpair("].iter().find_map(|call| {
            let at = code.find(call)?;
            let name_begins = !code[..at].ends_with(|letter: char| letter.is_alphanumeric() || letter == '_');
            name_begins.then(|| &code[at + call.len()..])
        });
        let named = code.split("sa_family=").skip(1);
        let families = opened.into_iter().chain(named).map(|rest| {
            let end = rest.find([',', ')', '}', ' ', '|']).unwrap_or(rest.len());
            &rest[..end]
        });
        for family in families.filter(|family| !matches!(*family, "AF_UNIX" | "AF_LOCAL" | "AF_UNSPEC")) {
            out.push(format!("{family}: {line}"));
        }
    }
    out
}

#[test]
fn the_trace_is_read_right() {
    let local = "\
12 socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC|SOCK_NONBLOCK, 0) = 3
12 connect(3, {sa_family=AF_UNIX, sun_path=\"/var/run/nscd/socket\"}, 110) = -1 ENOENT (No such file or directory)
13 sendto(3, \"socket(AF_INET, \\\"sa_family=AF_INET\", 12, MSG_NOSIGNAL, NULL, 0) = 12
13 socketpair(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0, [4, 5]) = 0
13 +++ exited with 0 +++
";
    assert_eq!(not_local(local), [""; 0]);
    for (line, family) in [
        ("12 socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_TCP) = 3", "AF_INET"),
        ("socket(AF_INET6, SOCK_DGRAM <unfinished ...>", "AF_INET6"),
        ("7 socket(AF_NETLINK, SOCK_RAW|SOCK_CLOEXEC, NETLINK_ROUTE) = 3", "AF_NETLINK"),
        ("7 socket(0x2c /* AF_??? */, SOCK_RAW, 0) = -1 EAFNOSUPPORT", "0x2c"),
        ("7 connect(3, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr(\"8.8.8.8\")}, 16) = 0", "AF_INET"),
        ("7 sendto(3, \"a\\\\\", 2, 0, {sa_family=AF_INET6, sin6_port=htons(1)}, 28) = 1", "AF_INET6"),
        ("7 bind(3, {sa_family=AF_NETLINK, nl_pid=0}, 12) = 0", "AF_NETLINK"),
    ] {
        assert_eq!(not_local(&format!("{local}{line}\n")), [format!("{family}: {line}")]);
    }
}

/// Runs a program under the trace; its exit code and the trace. None where there is no tracing.
#[cfg(target_os = "linux")]
fn traced(folder: &Path, program: &Path, args: &[&str]) -> Option<(Option<i32>, String)> {
    let trace = folder.join("trace.txt");
    let run = Command::new("strace")
        .args(["-f", "-qq", "-e", "trace=socket,socketpair,connect,sendto,bind", "-o"])
        .arg(&trace)
        .arg(program)
        .args(args)
        .current_dir(folder)
        .env("HOME", folder)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .ok()?;
    Some((run.status.code(), fs::read_to_string(&trace).ok()?))
}

/// Whether programs can be traced here; containers may forbid it.
#[cfg(target_os = "linux")]
fn can_trace(folder: &Path) -> bool {
    traced(folder, Path::new("true"), &[]).is_some_and(|(code, _)| code == Some(0))
}

#[test]
#[cfg(target_os = "linux")]
fn the_command_line_opens_no_internet_socket() {
    let folder = tempfile::tempdir().unwrap();
    if !can_trace(folder.path()) {
        println!("there is no strace here, or it may not trace; the program was not run under it");
        return;
    }
    let case = format!("xingping-demo/{}", xingping::store::EXAMPLE_CASE);
    let commands: [&[&str]; 8] = [
        &["demo", "--no-window"],
        &["new", "新.xingping", "--company", "某某电器有限公司"],
        &["export", &case, "表.xlsx"],
        &["import", "新.xingping", "表.xlsx"],
        &["export", "新.xingping", "表.csv"],
        &["score", &case, "--json"],
        &["report", &case, "-o", "报告.pdf"],
        &["criteria", "show", "gbt27922-2011"],
    ];
    for args in commands {
        let (code, trace) = traced(folder.path(), Path::new(env!("CARGO_BIN_EXE_xingping")), args).unwrap();
        assert_eq!(code, Some(0), "{args:?}");
        assert_eq!(not_local(&trace), [""; 0], "{args:?}");
    }
}

/// The instrument itself: a program that does open an Internet socket is seen.
#[test]
#[cfg(target_os = "linux")]
fn the_trace_sees_an_internet_socket() {
    let folder = tempfile::tempdir().unwrap();
    if !can_trace(folder.path()) {
        println!("there is no strace here, or it may not trace");
        return;
    }
    let own = std::env::current_exe().unwrap();
    let args = ["--exact", "network::opens_a_socket", "--ignored"];
    let (code, trace) = traced(folder.path(), &own, &args).unwrap();
    assert_eq!(code, Some(0));
    assert!(not_local(&trace).iter().any(|line| line.starts_with("AF_INET: ")), "{trace}");
}

#[test]
#[ignore = "run by the test above, under the trace"]
fn opens_a_socket() {
    drop(std::net::UdpSocket::bind("127.0.0.1:0").unwrap());
}
