//! The gates before applying: each in each of its states, worked out by hand; days at their boundaries; the quota; what
//! the command line and the report say of them.

use chrono::NaiveDate;
use serde_json::Value;
use xingping::assessment::{
    Assessment, CertificateId, Company, Edit, Evidence, EvidenceItem, GateAnswer, Ledger, ManagerCertificate,
    MaterialAnswer, MaterialId, SpecialDeduction, SpecialDeductionId, Verdict, apply,
};
use xingping::criteria::{
    self, ClauseId, FieldForm, GateForm, GateId, LedgerId, Pinned, SHIPPED, SHIPPED_GATES, gates, ledger_kind,
    ledger_kinds,
};
use xingping::planning::{
    self, Certified, GateResult, GateState, GateValue, Quota, Reason, RecordCounts, quota, readiness, readiness_again,
    suggested_verdict,
};
use xingping::store;

use super::cli;
use GateState::{Fail, Pass, Unknown, Warn};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The day on which everything here is looked at.
fn today() -> NaiveDate {
    day("2026-11-22")
}

fn pinned() -> Pinned {
    criteria::read(SHIPPED[0].text).unwrap()
}

/// A case that changes go into.
struct Case {
    pinned: Pinned,
    assessment: Assessment,
}

impl Case {
    fn new() -> Self {
        Self { pinned: pinned(), assessment: Assessment::of(Company::default()) }
    }

    fn edit(&mut self, edit: Edit) -> &mut Self {
        apply(&self.pinned.scheme, &mut self.assessment, &edit).unwrap();
        self
    }

    fn company(&mut self, change: impl FnOnce(&mut Company)) -> &mut Self {
        let mut company = (*self.assessment.company).clone();
        change(&mut company);
        self.edit(Edit::SetCompany(Box::new(company)))
    }

    fn answer(&mut self, gate: &str, passes: Option<bool>) -> &mut Self {
        let answer = GateAnswer { passes, ..GateAnswer::default() };
        self.edit(Edit::SetGate { id: GateId::from(gate), answer: Box::new(answer) })
    }

    fn since(&mut self, first: &str) -> &mut Self {
        let answer = GateAnswer { day: Some(day(first)), ..GateAnswer::default() };
        self.edit(Edit::SetGate { id: GateId::from("operation"), answer: Box::new(answer) })
    }

    fn verdict(&mut self, clause: &str, verdict: Verdict) -> &mut Self {
        self.edit(Edit::SetVerdict { clause: ClauseId::from(clause), verdict })
    }

    fn everything_meets(&mut self) -> &mut Self {
        let clauses: Vec<ClauseId> = self.pinned.scheme.clauses().map(|clause| clause.id.clone()).collect();
        for clause in &clauses {
            self.verdict(clause.as_str(), Verdict::Meets);
        }
        self
    }

    fn evidence(&mut self, clause: &str, expires: Option<&str>) -> &mut Self {
        let evidence = Evidence {
            title: "凭据".into(),
            items: vec![EvidenceItem::File("a.pdf".into())],
            clauses: [ClauseId::from(clause)].into(),
            expires: expires.map(day),
            ..Evidence::default()
        };
        let id = self.assessment.next_evidence_id();
        self.edit(Edit::AddEvidence { id, evidence: Box::new(evidence) })
    }

    fn deductions(&mut self, open: u32, rectified: u32) -> &mut Self {
        for n in 1..=open + rectified {
            let deduction = SpecialDeduction { kind: 1, found: "某事".into(), clause: None, rectified: n > open };
            self.edit(Edit::AddSpecialDeduction { id: SpecialDeductionId(n), deduction });
        }
        self
    }

    fn point(&mut self, point: &str) -> &mut Self {
        let answer = MaterialAnswer { complete: true, ..MaterialAnswer::default() };
        self.edit(Edit::SetMaterial { id: MaterialId::of("general", point), answer: Box::new(answer) })
    }

    /// A ledger as it is imported from a table with every column of its kind: complete records, each of a day; what is
    /// not complete is left out by `without`.
    fn ledger(&mut self, kind: &str, days: &[Option<&str>], without: &[(usize, &str)]) -> &mut Self {
        let id = ledger_kind(kind).unwrap().id.clone();
        if days.is_empty() {
            return self.edit(Edit::SetLedger { ledger: id, about: Some(Box::default()) });
        }
        let Ledger { about, records } = super::ledgers::imported(&table(kind, days, without), kind);
        let records = records.iter().map(|(number, record)| (number.clone(), Some(record.clone()))).collect();
        self.edit(Edit::SetLedger { ledger: id.clone(), about: Some(Box::new(about)) });
        self.edit(Edit::SetRecords { ledger: id, records })
    }

    fn certificate(&mut self, number: &str, expires: Option<&str>) -> &mut Self {
        let certificate = ManagerCertificate {
            name: "某人".into(),
            number: number.into(),
            expires: expires.map(day),
            place: "".into(),
        };
        let id = self.assessment.next_certificate_id();
        self.edit(Edit::SetCertificate { id, certificate: Some(Box::new(certificate)) })
    }

    fn on(&self, today: NaiveDate) -> Vec<GateResult> {
        readiness(&self.pinned.scheme, gates(), &self.assessment, ledger_kinds(), today)
    }

    fn gate(&self, id: &str) -> GateResult {
        self.on(today()).into_iter().find(|result| result.id.as_str() == id).unwrap()
    }

    fn state(&self, id: &str) -> GateState {
        self.gate(id).state
    }

    fn quota(&self) -> Quota {
        quota(&self.assessment, today())
    }
}

/// A table as a company keeps it, with every column of a kind.
fn table(kind: &str, days: &[Option<&str>], without: &[(usize, &str)]) -> String {
    let kind = ledger_kind(kind).unwrap();
    let heads: Vec<&str> = kind.fields.iter().map(|field| field.title.as_str()).collect();
    let mut out = format!("{}\n", heads.join(","));
    for (n, date) in days.iter().enumerate() {
        let cells = kind.fields.iter().map(|field| match field.form {
            _ if without.contains(&(n, field.id.as_str())) => String::new(),
            FieldForm::Identity => format!("N{n}"),
            FieldForm::Moment | FieldForm::Expiry => date.unwrap_or("不详").to_owned(),
            FieldForm::Name => "王小明".into(),
            FieldForm::Phone => "13812345678".into(),
            FieldForm::Number => "5".into(),
            FieldForm::Mark | FieldForm::Call | FieldForm::Signature => "是".into(),
            // What satisfaction is counted by is one of the words that are known.
            FieldForm::Word if kind.rating(&field.id).next().is_some() => "满意".into(),
            FieldForm::Text | FieldForm::Word => "有".into(),
        });
        out.push_str(&format!("{}\n", cells.collect::<Vec<_>>().join(",")));
    }
    out
}

#[test]
fn what_was_counted_before_holds_only_for_the_same_ledger_and_day() {
    let (mut on, mut counted) = (Case::new(), RecordCounts::default());
    let fifty = [Some("2026-11-01"); 50];
    let mut check = |on: &Case, today: NaiveDate, what: &str| {
        let pinned = &on.pinned.scheme;
        let card = xingping::scoring::score(pinned, &on.assessment);
        let again = readiness_again(pinned, gates(), &on.assessment, &card, ledger_kinds(), today, &mut counted);
        assert_eq!(again, on.on(today), "{what}");
        again
    };
    let none = check(&on, today(), "no ledger");
    let full = check(on.ledger("work_orders", &fifty, &[]), today(), "fifty orders");
    assert_ne!(none, full);
    check(on.since("2026-01-01"), today(), "something else");
    assert_ne!(check(&on, day("2027-06-01"), "half a year later"), full);
    check(on.ledger("work_orders", &fifty, &[(0, "result"), (1, "problem")]), today(), "two of them incomplete");
    on.edit(Edit::SetLedger { ledger: "work_orders".into(), about: None });
    check(&on, today(), "gone");
    check(on.ledger("work_orders", &fifty[..3], &[]), today(), "three orders");
}

#[test]
fn the_shipped_gates_name_only_what_there_is() {
    let words = super::files::words();
    let read = criteria::read_gates(SHIPPED_GATES.text)
        .unwrap_or_else(|problems| panic!("{:?}: {}", problems[0].at, problems[0].say(&words.problems)));
    assert_eq!(read.gates.len(), gates().gates.len());
    assert!(read.gates.len() >= 10);
    let (scheme, general) = (pinned().scheme, criteria::checklist("general").unwrap());
    let mut cited = std::collections::BTreeSet::new();
    for gate in &read.gates {
        assert!(!gate.sources.is_empty(), "{}: somebody says so", gate.id);
        cited.extend(gate.sources.iter().cloned());
        // A code in a text is one that the gates can explain.
        for text in [&gate.how, &gate.differs, &gate.required] {
            for word in text.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| word.len() > 1) {
                let code = word.starts_with(['S', 'W']) && word[1..].bytes().all(|byte| byte.is_ascii_digit());
                assert!(!code || read.sources.iter().any(|source| source.id == word), "{}: {word}", gate.id);
                if code {
                    cited.insert(word.to_owned());
                }
            }
        }
        for point in &gate.points {
            let known = general.checks.iter().any(|check| MaterialId::of("general", &check.id).as_str() == point);
            assert!(known, "{}: {point}", gate.id);
        }
        match &gate.form {
            GateForm::Clause { clause } | GateForm::Quota { clause } => assert!(scheme.clause(clause).is_some()),
            GateForm::Records { ledger, gate: name } => {
                let kind = ledger_kind(ledger.as_str()).unwrap();
                let asked = kind.gates.iter().find(|one| one.id == *name).unwrap();
                assert!(gate.required.contains(&asked.least.to_string()), "{}: the text says the number", gate.id);
                assert!(kind.dated_by.is_some() && asked.months == Some(3));
            }
            GateForm::Traceable { ledger, fields } => {
                let kind = ledger_kind(ledger.as_str()).unwrap();
                assert!(fields.iter().all(|field| kind.field(field).is_some()), "{}", gate.id);
            }
            _ => {}
        }
    }
    let named: Vec<&String> = read.sources.iter().map(|source| &source.id).collect();
    assert!(named.iter().all(|id| cited.contains(*id)), "every source is cited: {named:?}");
}

#[test]
fn what_is_wrong_with_gates_is_told_with_its_line() {
    let gate = |id: &str, source: &str, form: &str| {
        format!(
            "Gate(id: \"{id}\", title: \"t\", question: \"q\", how: \"h\", required: \"r\", sources: [\"{source}\"], \
             differs: \"\", decided_by: {form}, points: [])"
        )
    };
    let text = format!(
        "Gates(about: \"a\", sources: [Source(id: \"S1\", title: \"t\", address: \"\")], gates: [\n{},\n{},\n{},\n])",
        gate("a", "S1", "asked"),
        gate("a", "S2", "day(months: 0)"),
        gate("", "S1", "weekly"),
    );
    let problems = criteria::read_gates(&text).unwrap_err();
    let lines: Vec<u32> = problems.iter().map(|problem| problem.at.unwrap().line).collect();
    assert_eq!(lines, [3, 3, 3, 4, 4], "{problems:?}");
    assert!(criteria::read_gates("Gates(").is_err());
}

#[test]
fn of_an_empty_case_nothing_is_known() {
    let case = Case::new();
    for result in case.on(today()) {
        assert_eq!(result.state, Unknown, "{}", result.id);
        assert!(!result.reasons.is_empty(), "{} says why", result.id);
    }
}

/// A yes for everything: what follows from the case stays unknown while the case does not say it.
#[test]
fn what_is_computed_is_not_answered() {
    let mut case = Case::new();
    for gate in &gates().gates {
        case.answer(gate.id.as_str(), Some(true));
    }
    for id in ["operation", "quota", "special_deductions", "rectifications"] {
        assert_eq!(case.state(id), Unknown, "{id}");
    }
    assert_eq!(case.state("legal_person"), Pass);
}

#[test]
fn months_are_calendar_months() {
    let state = |first: &str, on: &str| {
        let mut case = Case::new();
        case.since(first);
        let result = case.on(day(on)).into_iter().find(|result| result.id.as_str() == "operation").unwrap();
        (result.state, result.reasons)
    };
    assert_eq!(state("2026-08-22", "2026-11-22"), (Pass, vec![]));
    let missing = Reason::DaysMissing { days: 1, full: day("2026-11-23") };
    assert_eq!(state("2026-08-23", "2026-11-22"), (Fail, vec![missing]));
    // 30 November + 3 months: February has no 30th.
    assert_eq!(state("2025-11-30", "2026-02-28").0, Pass);
    assert_eq!(state("2025-11-30", "2026-02-27").0, Fail);
    assert_eq!(state("2023-11-30", "2024-02-28").0, Fail, "2024 has a 29 February");
    assert_eq!(state("2023-11-30", "2024-02-29").0, Pass);
    assert_eq!(state("2026-11-23", "2026-11-22"), (Fail, vec![Reason::DayAhead]));
    assert_eq!(state("2026-11-22", "2026-11-22").0, Fail);
}

#[test]
fn what_is_asked_is_answered_or_unknown() {
    for (id, point) in
        [("legal_person", "legal-status"), ("industry", "industry"), ("no_serious_failure", "no-incident")]
    {
        let mut case = Case::new();
        assert_eq!(case.state(id), Unknown);
        case.answer(id, Some(true));
        assert_eq!((case.state(id), case.gate(id).value), (Pass, GateValue::Answered(true)));
        case.answer(id, Some(false));
        assert_eq!((case.state(id), case.gate(id).value), (Fail, GateValue::Answered(false)));
        case.answer(id, None);
        assert_eq!(case.state(id), Unknown);
        // Whoever ticked the point to check has answered.
        case.point(point);
        let result = case.gate(id);
        assert_eq!((result.state, result.reasons, result.points), (Pass, vec![Reason::PointsDone], Some((1, 1))));
        case.answer(id, Some(false));
        assert_eq!(case.state(id), Fail, "what was said of the gate itself goes before");
    }
}

#[test]
fn the_scope_is_compared_and_a_person_decides() {
    let mut case = Case::new();
    assert_eq!(case.gate("scope").reasons, [Reason::ScopeUnstated, Reason::NotAnswered]);
    case.answer("scope", Some(true));
    assert_eq!(case.state("scope"), Warn, "a scope that nobody wrote down");
    case.company(|company| company.scope = "家用电器、家具的销售及售后服务".into());
    assert_eq!(case.state("scope"), Warn, "what is sold is not written down");
    case.company(|company| company.sells = "家用电器零售".into());
    let result = case.gate("scope");
    assert_eq!(result.state, Pass, "letters are compared, a person decides");
    assert!(result.reasons.contains(&Reason::ScopeBeyond { parts: vec!["家具".into()] }));
    case.answer("scope", None);
    assert_eq!(case.state("scope"), Unknown);
    case.answer("scope", Some(false));
    assert_eq!(case.state("scope"), Fail);
    case.company(|company| company.sells = "家用电器、家具零售".into()).answer("scope", Some(true));
    assert_eq!(case.gate("scope").reasons, [Reason::Answered]);
}

#[test]
fn a_clause_is_its_verdict_and_its_evidence() {
    for (id, clause) in [("department", "5.1.1.1"), ("rules", "5.1.4.1"), ("funds", "5.1.3.1")] {
        let mut case = Case::new();
        assert_eq!(case.state(id), Unknown);
        case.answer(id, Some(true));
        assert_eq!(case.state(id), Pass, "nothing else is known");
        case.answer(id, None).verdict(clause, Verdict::Meets);
        assert_eq!(case.state(id), Warn, "judged as met without any evidence");
        case.evidence(clause, None);
        assert_eq!((case.state(id), case.gate(id).value), (Pass, GateValue::Evidence { valid: 1, expired: 0 }));
        case.answer(id, Some(false));
        assert_eq!(case.state(id), Warn);
        assert_eq!(case.gate(id).reasons[0], Reason::Contradicted { answer: false });
        case.answer(id, None).evidence(clause, Some("2026-11-22"));
        assert_eq!(case.state(id), Pass, "valid on its last day");
        case.evidence(clause, Some("2026-11-21"));
        assert_eq!((case.state(id), case.gate(id).value), (Warn, GateValue::Evidence { valid: 2, expired: 1 }));
        case.answer(id, Some(true));
        assert_eq!(case.state(id), Warn, "a yes does not renew what has expired");
        case.answer(id, Some(false));
        assert_eq!(case.state(id), Fail, "a doubt and a no");
        case.answer(id, None).verdict(clause, Verdict::Fails);
        assert_eq!(case.state(id), Fail);
        case.answer(id, Some(true));
        assert_eq!((case.state(id), &case.gate(id).reasons[0]), (Warn, &Reason::Contradicted { answer: true }));
        case.answer(id, None).verdict(clause, Verdict::Unrated);
        assert_eq!(case.state(id), Warn, "evidence at hand that nobody judged is no pass");
    }
    // Nothing judged, evidence at hand and a yes: nothing speaks against it.
    let mut case = Case::new();
    case.evidence("5.1.3.1", None).answer("funds", Some(true));
    assert_eq!(case.state("funds"), Pass);
}

/// So many days from 1 September 2026 on, at most 30 of them different.
fn days(n: usize) -> Vec<Option<&'static str>> {
    const DAYS: [&str; 3] = ["2026-09-01", "2026-10-15", "2026-11-22"];
    (0..n).map(|at| Some(DAYS[at % 3])).collect()
}

#[test]
fn work_orders_are_counted_by_their_day() {
    let state = |days: &[Option<&str>]| {
        let mut case = Case::new();
        case.ledger("work_orders", days, &[]);
        let result = case.gate("records");
        (result.state, result.reasons)
    };
    assert_eq!(state(&days(50)), (Pass, vec![]));
    assert_eq!(state(&days(49)), (Fail, vec![Reason::RecordsMissing { missing: 1 }]));
    // The fiftieth on the first day that counts, and on the day before it.
    let with = |last: Option<&'static str>| [days(49), vec![last]].concat();
    assert_eq!(state(&with(Some("2026-08-23"))), (Pass, vec![]));
    assert_eq!(state(&with(Some("2026-08-22"))), (Fail, vec![Reason::RecordsMissing { missing: 1 }]));
    let ahead = vec![Reason::RecordsMissing { missing: 1 }, Reason::RecordsAhead { ahead: 1 }];
    assert_eq!(state(&with(Some("2026-11-23"))), (Fail, ahead));
    let undated = vec![Reason::RecordsMissing { missing: 1 }, Reason::RecordsUndated { undated: 1 }];
    assert_eq!(state(&with(None)), (Fail, undated));
    let mut case = Case::new();
    case.ledger("work_orders", &days(51), &[(0, "signed"), (1, "result")]);
    let result = case.gate("records");
    assert_eq!((result.state, result.reasons), (Warn, vec![Reason::RecordsIncomplete { incomplete: 2 }]));
    let value = GateValue::Records { recent: 51, complete: 49, total: 51, least: 50, after: Some(day("2026-08-22")) };
    assert_eq!(result.value, value);
    case.ledger("work_orders", &days(51), &[(0, "phone"), (1, "outlet")]);
    assert_eq!(case.state("records"), Pass, "what a record need not have is not missed");
    // A row without a number got one from its place; it is there, and lacks what is asked for.
    let ledger = LedgerId::from("work_orders");
    let unnumbered = case.assessment.ledgers[&ledger].records["N3"].clone();
    let mut records = vec![("#2".to_owned(), Some(unnumbered))];
    records.extend((0..3).map(|n| (format!("N{n}"), None)));
    case.edit(Edit::SetRecords { ledger, records });
    let value = GateValue::Records { recent: 49, complete: 48, total: 49, least: 50, after: Some(day("2026-08-22")) };
    assert_eq!(case.gate("records").value, value);
}

#[test]
fn records_go_before_what_is_answered() {
    let state = |n: Option<usize>, passes: Option<bool>| {
        let mut case = Case::new();
        if let Some(n) = n {
            case.ledger("work_orders", &days(n), &[]);
        }
        case.answer("records", passes);
        let result = case.gate("records");
        (result.state, result.reasons.iter().any(|reason| matches!(reason, Reason::Contradicted { .. })))
    };
    assert_eq!(state(None, None), (Unknown, false));
    assert_eq!(state(None, Some(true)), (Pass, false));
    assert_eq!(state(None, Some(false)), (Fail, false));
    assert_eq!(state(Some(50), None), (Pass, false));
    assert_eq!(state(Some(50), Some(true)), (Pass, false));
    assert_eq!(state(Some(50), Some(false)), (Warn, true));
    assert_eq!(state(Some(49), None), (Fail, false));
    assert_eq!(state(Some(49), Some(true)), (Warn, true));
    assert_eq!(state(Some(49), Some(false)), (Fail, false));
    // Settings of a ledger are no ledger.
    assert_eq!(state(Some(0), None), (Unknown, false));
}

#[test]
fn complaints_are_traceable_one_by_one() {
    let state = |n: usize, without: &[(usize, &str)]| {
        let mut case = Case::new();
        case.ledger("complaints", &days(n), without);
        (case.state("complaints"), case.gate("complaints").value)
    };
    assert_eq!(state(3, &[]), (Pass, GateValue::Traceable { traceable: 3, total: 3 }));
    for field in ["cause", "handling", "feedback"] {
        assert_eq!(state(3, &[(1, field)]), (Warn, GateValue::Traceable { traceable: 2, total: 3 }), "{field}");
    }
    assert_eq!(state(3, &[(1, "closed"), (2, "source")]).0, Pass, "only what the gate asks for");
    assert_eq!(state(1, &[(0, "feedback")]), (Fail, GateValue::Traceable { traceable: 0, total: 1 }));
    assert_eq!(state(0, &[]).0, Unknown);
}

#[test]
fn surveys_need_a_hundred() {
    let state = |n: usize| {
        let mut case = Case::new();
        case.ledger("surveys", &days(n), &[]);
        case.state("survey")
    };
    assert_eq!((state(99), state(100)), (Fail, Pass));
    let mut case = Case::new();
    case.answer("survey", Some(true));
    assert_eq!(case.state("survey"), Pass);
    case.ledger("surveys", &days(100), &[(5, "score")]);
    assert_eq!(case.state("survey"), Warn);
}

#[test]
fn the_quota_is_a_tenth_rounded_up_and_at_least_one() {
    for (managers, needed) in [
        (1, 1),
        (9, 1),
        (10, 1),
        (11, 2),
        (20, 2),
        (26, 3),
        (30, 3),
        (31, 4),
        (100, 10),
        (101, 11),
        (u32::MAX, 429_496_730),
    ] {
        let mut case = Case::new();
        case.company(|company| company.service_managers = Some(managers));
        assert_eq!(case.quota().needed, Some(needed), "{managers}");
        assert_eq!(case.state("quota"), Unknown, "nobody said how many are certified");
    }
    let mut case = Case::new();
    case.company(|company| (company.service_managers, company.certified_managers) = (Some(0), Some(3)));
    assert_eq!((case.quota().needed, case.state("quota")), (None, Unknown));
    case.company(|company| company.service_managers = Some(26));
    assert_eq!((case.quota().certified, case.state("quota")), (Some(Certified::Stated(3)), Pass));
    case.company(|company| company.certified_managers = Some(2));
    assert_eq!((case.quota().missing, case.state("quota")), (Some(1), Fail));
    case.company(|company| (company.certified_managers, company.outlet_managers) = (Some(3), Some(7)));
    assert_eq!(case.quota().headquarters, Some(19));
    case.company(|company| company.outlet_managers = Some(27));
    assert_eq!((case.quota().headquarters, case.quota().outlets_exceed, case.state("quota")), (None, true, Warn));
    case.company(|company| {
        company.outlet_managers = None;
        company.sites = vec!["总部".into(), "一站".into()];
    });
    assert_eq!(case.gate("quota").reasons, [Reason::OutletsUnstated]);
}

#[test]
fn certificates_count_by_number_and_day() {
    let mut case = Case::new();
    case.company(|company| (company.service_managers, company.certified_managers) = (Some(26), Some(3)));
    // One of three is listed: the register is not complete, and the stated number would do.
    case.certificate("A-1", None);
    assert_eq!((case.quota().certified, case.quota().missing), (Some(Certified::Listed(1)), Some(2)));
    assert_eq!(case.state("quota"), Warn);
    case.company(|company| company.certified_managers = None);
    assert_eq!(case.state("quota"), Fail);
    case.certificate("A-2", Some("2027-02-21")).certificate("A-3", Some("2027-02-21"));
    assert_eq!(case.state("quota"), Pass, "91 days from now");
    // 22 November + 90 days: 8 to the end of November, 31, 31, 20 of February.
    case.certificate("A-4", Some("2027-02-20"));
    assert_eq!((case.state("quota"), case.quota().expiring), (Warn, vec![CertificateId(4)]));
    case.edit(Edit::SetCertificate { id: CertificateId(4), certificate: None });
    case.certificate(" a-3 ", None).certificate("", None).certificate("A-9", Some("2026-11-21"));
    let quota = case.quota();
    assert_eq!(quota.certified, Some(Certified::Listed(3)));
    assert_eq!((quota.repeated, quota.unnumbered), (vec![CertificateId(4)], vec![CertificateId(5)]));
    assert_eq!(quota.expired, vec![CertificateId(6)]);
    assert_eq!(case.state("quota"), Pass, "what does not count takes nothing away");
    case.certificate("A-10", Some("2026-11-22"));
    assert_eq!(case.quota().certified, Some(Certified::Listed(4)), "valid on its last day");
    // Enough are listed, more were stated: said, and no doubt about the gate.
    case.edit(Edit::SetCertificate { id: CertificateId(7), certificate: None });
    case.company(|company| company.certified_managers = Some(5));
    assert_eq!(case.state("quota"), Pass);
    assert!(case.gate("quota").reasons.contains(&Reason::StatedOtherwise { listed: 3, stated: 5 }));
    case.company(|company| company.certified_managers = Some(2));
    assert_eq!(case.state("quota"), Warn, "three listed would do, two stated would not");
}

#[test]
fn the_quota_suggests_and_decides_nothing() {
    let (scheme, clause) = (pinned().scheme, ClauseId::from("5.1.2.2"));
    let suggested = |managers: Option<u32>, certified: Option<u32>| {
        let mut case = Case::new();
        case.company(|company| (company.service_managers, company.certified_managers) = (managers, certified));
        assert_eq!(*case.assessment.verdict(&clause), Verdict::Unrated);
        suggested_verdict(&scheme, &clause, &case.quota())
    };
    assert_eq!(suggested(Some(26), Some(3)), Some(Verdict::Meets));
    assert_eq!(suggested(Some(26), Some(9)), Some(Verdict::Meets));
    assert_eq!(suggested(Some(26), Some(1)), Some(Verdict::Sampled { checked: 3, nonconforming: 2 }));
    assert_eq!(suggested(Some(26), Some(0)), Some(Verdict::Sampled { checked: 3, nonconforming: 3 }));
    assert_eq!((suggested(Some(26), None), suggested(None, Some(1))), (None, None));
    let case = Case::new();
    assert_eq!(suggested_verdict(&scheme, &ClauseId::from("9.9"), &case.quota()), None);
    // A clause that is all or nothing fails.
    let mut case = Case::new();
    case.company(|company| (company.service_managers, company.certified_managers) = (Some(26), Some(1)));
    assert_eq!(suggested_verdict(&scheme, &ClauseId::from("5.1.1.1"), &case.quota()), Some(Verdict::Fails));
}

#[test]
fn special_deductions_fail_from_the_limit_of_the_scheme_on() {
    let state = |open, rectified| {
        let mut case = Case::new();
        case.verdict("5.1.1.1", Verdict::Meets).deductions(open, rectified);
        case.state("special_deductions")
    };
    assert_eq!([state(0, 0), state(3, 0), state(4, 0), state(5, 0), state(6, 0)], [Pass, Pass, Warn, Fail, Fail]);
    assert_eq!([state(0, 9), state(4, 9)], [Pass, Warn], "what was rectified does not count, by convention");
    let mut case = Case::new();
    case.deductions(1, 0);
    assert_eq!(case.state("special_deductions"), Pass, "somebody looked");
}

#[test]
fn rectifications_are_what_is_open() {
    let mut case = Case::new();
    case.verdict("5.1.1.1", Verdict::Meets);
    assert_eq!(case.state("rectifications"), Unknown, "42 clauses are not judged");
    case.everything_meets();
    assert_eq!(case.state("rectifications"), Pass);
    case.verdict("5.1.2.1", Verdict::Sampled { checked: 10, nonconforming: 1 });
    assert_eq!(
        (case.state("rectifications"), case.gate("rectifications").reasons),
        (Warn, vec![Reason::ClausesOpen { clauses: 1 }])
    );
    case.deductions(1, 1);
    let result = case.gate("rectifications");
    assert_eq!((result.state, result.value), (Fail, GateValue::Open { deductions: 1, clauses: 1, unrated: 0 }));
    let mut case = Case::new();
    case.everything_meets().deductions(0, 2);
    assert_eq!(case.state("rectifications"), Pass);
}

#[test]
fn the_agency_is_its_points() {
    let mut case = Case::new();
    assert_eq!((case.state("agency"), case.gate("agency").value), (Unknown, GateValue::Points { done: 0, of: 4 }));
    case.point("agency-approved").point("agency-rules");
    assert_eq!((case.state("agency"), case.gate("agency").value), (Warn, GateValue::Points { done: 2, of: 4 }));
    case.point("agency-promises").point("standard-current");
    assert_eq!(case.state("agency"), Pass);
    case.answer("agency", Some(false));
    assert_eq!(case.state("agency"), Warn);
    let mut case = Case::new();
    case.answer("agency", Some(true));
    assert_eq!(case.state("agency"), Pass);
}

#[test]
fn the_same_case_and_day_give_the_same_and_nothing_is_changed() {
    let mut case = Case::new();
    case.everything_meets().deductions(2, 1).certificate("1", None).ledger("work_orders", &days(60), &[]);
    let before = case.assessment.clone();
    assert_eq!(case.on(today()), case.on(today()));
    assert_eq!(case.assessment, before);
    // A kind of ledger that the program does not know is no ledger.
    let unknown = readiness(&case.pinned.scheme, gates(), &case.assessment, &[], today());
    let records = unknown.iter().find(|result| result.id.as_str() == "records").unwrap();
    assert_eq!(records.reasons[0], Reason::LedgerMissing { ledger: LedgerId::from("work_orders") });
    assert_eq!(planning::QUOTA_PERCENT, 10);
}

fn json(folder: &tempfile::TempDir, line: &str) -> (u8, Value) {
    let said = cli::run(folder, line);
    (said.done.code, serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {}", said.out)))
}

#[test]
fn the_command_line_says_every_gate_and_is_done_only_when_all_are_met() {
    let folder = cli::with_case();
    let (code, value) = json(&folder, "precheck @/案卷 --json");
    assert_eq!((code, value["as_of"].as_str()), (1, Some("2026-03-31")));
    let list = value["gates"].as_array().unwrap();
    assert_eq!(list.len(), gates().gates.len());
    for (gate, said) in gates().gates.iter().zip(list) {
        assert_eq!(said["id"].as_str(), Some(gate.id.as_str()));
        assert_eq!(said["state"].as_str(), Some("unknown"), "{said}");
        assert!(said["required"].is_string() && said["source"].is_string() && said.get("value").is_some());
        assert!(!said["why"].as_array().unwrap().is_empty());
    }
    // Everything answered and everything there.
    let mut case = Case::new();
    for id in ["legal_person", "industry", "scope", "no_serious_failure", "agency"] {
        case.answer(id, Some(true));
    }
    case.company(|company| {
        (company.scope, company.sells) = ("电饭煲".into(), "电饭煲".into());
        (company.service_managers, company.certified_managers) = (Some(26), Some(3));
    });
    case.everything_meets().since("2026-08-22");
    for clause in ["5.1.1.1", "5.1.4.1", "5.1.3.1"] {
        case.evidence(clause, None);
    }
    case.ledger("work_orders", &days(50), &[]).ledger("surveys", &days(100), &[]).ledger("complaints", &days(2), &[]);
    let path = folder.path().join("齐备.xingping");
    std::fs::write(&path, store::render(&case.pinned, &case.assessment)).unwrap();
    let (code, value) = json(&folder, "precheck @/齐备 --as-of 2026-11-22 --json");
    let said = |id: &str| value["gates"].as_array().unwrap().iter().find(|gate| gate["id"] == id).unwrap().clone();
    assert!(value["gates"].as_array().unwrap().iter().all(|gate| gate["state"] == "pass"), "{value}");
    assert_eq!(code, 0);
    assert_eq!(
        (said("operation")["value"].as_str(), said("legal_person")["value"].as_str()),
        (Some("2026-08-22"), Some("yes"))
    );
    for (id, number) in
        [("records", 50), ("survey", 100), ("complaints", 2), ("quota", 3), ("funds", 1), ("special_deductions", 0)]
    {
        assert_eq!(said(id)["value"].as_u64(), Some(number), "{id}");
    }
    assert_eq!(value["quota"]["needed"].as_u64(), Some(3));
    assert_eq!(value["quota"]["suggested"].as_str(), Some("meets"));
    // A day earlier the three months are not over.
    let (code, value) = json(&folder, "precheck @/齐备 --as-of 2026-11-21 --json");
    let failed: Vec<&Value> =
        value["gates"].as_array().unwrap().iter().filter(|gate| gate["state"] != "pass").collect();
    assert_eq!(code, 1);
    let ids: Vec<&str> = failed.iter().map(|gate| gate["id"].as_str().unwrap()).collect();
    // A third of the records is dated 22 November.
    assert_eq!(ids, ["operation", "records", "survey"]);
    let text = cli::run(&folder, "precheck @/齐备 --as-of 2026-11-22");
    assert!(text.done.code == 0 && text.out.contains("26 × 10% = 2.6，应配 3 名"), "{}", text.out);
    assert!(!text.out.contains('{'), "{}", text.out);
    assert!(text.out.contains("不是认证结论"));
    for bad in ["precheck", "precheck @/没有", "precheck @/案卷 --as-of 明天", "precheck @/案卷 --as-of 1000-01-01"]
    {
        assert_eq!(cli::run(&folder, bad).done.code, 2, "{bad}");
    }
    assert!(cli::done(&folder, "help precheck").out.contains("--as-of"));
    assert!(cli::done(&folder, "precheck --help --lang en").out.contains("never met"));
}

/// The whole way, by the command line alone: what a company imports is what the gates count. And the statistics say of
/// the same records that they are as complete.
#[test]
fn imported_ledgers_meet_their_gates() {
    let folder = cli::with_case();
    for (kind, n, gate) in [("work_orders", 50, "records"), ("surveys", 100, "survey"), ("complaints", 2, "complaints")]
    {
        std::fs::write(folder.path().join("t.csv"), table(kind, &days(n), &[])).unwrap();
        cli::done(&folder, &format!("ledger import @/案卷 {kind} @/t.csv"));
        let (_, value) = json(&folder, "precheck @/案卷 --as-of 2026-11-22 --json");
        let said = value["gates"].as_array().unwrap().iter().find(|one| one["id"] == gate).unwrap();
        assert_eq!((said["state"].as_str(), said["value"].as_u64()), (Some("pass"), Some(n as u64)), "{said}");
        let (_, stats) = json(&folder, &format!("ledger stats @/案卷 {kind} --as-of 2026-11-22 --json"));
        assert_eq!((stats["complete"].as_u64(), stats["last_3_months"].as_u64()), (Some(n as u64), Some(n as u64)));
    }
    // A table without a column of numbers: no record has one, and both rooms say so.
    let text = table("work_orders", &days(50), &[]);
    let bare: Vec<&str> = text.lines().map(|line| line.split_once(',').unwrap().1).collect();
    std::fs::write(folder.path().join("t.csv"), bare.join("\n")).unwrap();
    cli::run(&folder, "ledger import @/案卷 work_orders @/t.csv --replace");
    let (_, value) = json(&folder, "precheck @/案卷 --as-of 2026-11-22 --json");
    let said = value["gates"].as_array().unwrap().iter().find(|one| one["id"] == "records").unwrap();
    assert_eq!((said["state"].as_str(), said["value"].as_u64()), (Some("warn"), Some(50)), "{said}");
    let (_, stats) = json(&folder, "ledger stats @/案卷 work_orders --as-of 2026-11-22 --json");
    assert_eq!(stats["complete"].as_u64(), Some(0));
}

/// As its notes tell it; the counts are those at the head of its file.
#[test]
fn the_example_stands_as_its_story_has_it() {
    let example = store::example().unwrap();
    let results = readiness(&example.pinned.scheme, gates(), &example.assessment, ledger_kinds(), today());
    let with = |state| {
        let ids = results.iter().filter(move |result| result.state == state).map(|result| result.id.as_str());
        ids.collect::<Vec<_>>()
    };
    assert_eq!(with(Warn), ["funds", "complaints"], "the insurance has expired, and one complaint is not closed");
    assert_eq!(with(Fail), ["rectifications"], "two special deductions are open");
    assert_eq!(with(Unknown), ["industry", "no_serious_failure", "agency"]);
    assert_eq!(with(Pass).len(), 9);
    // Of 72 orders one has no time of arrival, one no result, one nothing under the signature; "no" is an entry.
    let value = |gate: &str| results.iter().find(|result| result.id.as_str() == gate).unwrap().value.clone();
    let after = Some(day("2026-08-22"));
    let records = |recent, complete, least| GateValue::Records { recent, complete, total: recent, least, after };
    assert_eq!(value("records"), records(72, 69, 50));
    assert_eq!(value("survey"), records(120, 119, 100));
    assert_eq!(value("complaints"), GateValue::Traceable { traceable: 22, total: 23 });
    let quota = quota(&example.assessment, today());
    assert_eq!((quota.base, quota.headquarters, quota.outlets), (Some(26), Some(19), Some(7)));
    assert_eq!((quota.needed, quota.certified), (Some(3), Some(Certified::Listed(3))));
    assert_eq!(quota.stated_otherwise, None);
}

#[test]
fn the_report_has_a_chapter_that_says_every_gate() {
    use xingping::report::{chapters, outline::Block};
    let example = store::example().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let checkup = super::files::glance(folder.path(), &example.assessment);
    let words = super::files::words();
    let subject = chapters::Subject {
        words: &words,
        pinned: &example.pinned,
        assessment: &example.assessment,
        card: &xingping::scoring::score(&example.pinned.scheme, &example.assessment),
        checkup: &checkup,
        case_name: "案卷",
        date: today(),
    };
    let report = chapters::gap_report(&subject);
    let chapter = report.chapters.iter().find(|chapter| chapter.id == "readiness").unwrap();
    let table = chapter.blocks.iter().find_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let rows: Vec<Vec<String>> =
        table.unwrap().rows.iter().map(|row| row.cells.iter().map(|cell| cell.to_plain()).collect()).collect();
    assert_eq!(rows.len(), gates().gates.len());
    for (gate, row) in gates().gates.iter().zip(&rows) {
        assert_eq!(row[0], gate.title);
        assert!(!row[3].is_empty() && row[4].contains(&gate.sources[0]), "{row:?}");
    }
    let funds = rows.iter().find(|row| row[0] == "专项资金").unwrap();
    assert_eq!(funds[1], "! 存疑");
    assert!(funds[2].contains("产品责任保险单"), "{funds:?}");
    let text = format!("{:?}", chapter.blocks);
    for part in ["不是认证结论", "个体工商户也可以申请", "26 × 10% = 2.6", "示例-SHGL-2024-0117"] {
        assert!(text.contains(part), "{part}");
    }
}
