//! What the gap report says, chapter by chapter: values of the other rooms → [`Report`].
//!
//! One file per chapter; [`CHAPTERS`] is their order. Chapters choose words and figures, never sizes.

mod arithmetic;
mod award;
mod clauses;
mod company;
mod conventions;
mod cover;
mod evidence;
mod exclusions;
mod gaps;
mod ledgers;
mod plan;
mod readiness;
mod remediation;
mod rounds;
mod sampling;
mod scores;
mod signatures;
mod special;
mod statement;
mod summary;
mod sureness;
mod teller;
mod visit;

use chrono::NaiveDate;

use self::teller::Teller;
use super::outline::{Block, Chapter, Margins, Report};
use crate::assessment::{Assessment, Checkup};
use crate::criteria::Pinned;
use crate::lang::{Phrase, ReportWords, Words};
use crate::scoring::ScoreCard;

/// Everything a report is made of.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The words to use.
    pub words: &'a Words,
    /// The scheme that was answered, with its fingerprint.
    pub pinned: &'a Pinned,
    /// The answers.
    pub assessment: &'a Assessment,
    /// What they mean: the score of this very assessment by this very scheme.
    pub card: &'a ScoreCard,
    /// What a look at the evidence found; what is not named was not looked at.
    pub checkup: &'a Checkup,
    /// The name of the case, without folder.
    pub case_name: &'a str,
    /// The date of the report.
    pub date: NaiveDate,
}

/// How a chapter is made.
pub struct Maker {
    /// Its name in the house and its anchor.
    pub id: &'static str,
    /// Its title; the cover has none.
    pub title: Option<fn(&ReportWords) -> &Phrase>,
    /// Whether it is counted.
    pub numbered: bool,
    /// Whether it starts a page.
    pub new_page: bool,
    /// What it says.
    write: fn(&Teller) -> Vec<Block>,
}

const fn numbered(
    id: &'static str,
    title: fn(&ReportWords) -> &Phrase,
    new_page: bool,
    write: fn(&Teller) -> Vec<Block>,
) -> Maker {
    Maker { id, title: Some(title), numbered: true, new_page, write }
}

/// The chapters in order.
pub const CHAPTERS: &[Maker] = &[
    Maker { id: "cover", title: None, numbered: false, new_page: true, write: cover::write },
    Maker {
        id: "statement",
        title: Some(|words| &words.statement),
        numbered: false,
        new_page: true,
        write: statement::write,
    },
    Maker {
        id: "contents",
        title: Some(|words| &words.contents),
        numbered: false,
        new_page: false,
        write: |_| vec![Block::Contents],
    },
    numbered("summary", |words| &words.summary, true, summary::write),
    numbered("sureness", |words| &words.sureness, false, sureness::write),
    numbered("company", |words| &words.company, false, company::write),
    numbered("scores", |words| &words.scores, false, scores::write),
    numbered("arithmetic", |words| &words.arithmetic, false, arithmetic::write),
    numbered("clauses", |words| &words.clauses, false, clauses::write),
    numbered("gaps", |words| &words.gaps, false, gaps::write),
    numbered("remediation", |words| &words.remediation, false, remediation::write),
    numbered("special", |words| &words.special, false, special::write),
    numbered("exclusions", |words| &words.exclusions, false, exclusions::write),
    numbered("ledgers", |words| &words.ledgers, false, ledgers::write),
    numbered("sampling", |words| &words.sampling, false, sampling::write),
    numbered("evidence", |words| &words.evidence, false, evidence::write),
    numbered("readiness", |words| &words.readiness, false, readiness::write),
    numbered("plan", |words| &words.plan, false, plan::write),
    numbered("rounds", |words| &words.rounds, false, rounds::write),
    numbered("visit", |words| &words.visit, false, visit::write),
    numbered("award", |words| &words.award, false, award::write),
    numbered("conventions", |words| &words.conventions, false, conventions::write),
    numbered("signatures", |words| &words.signatures, false, signatures::write),
];

/// Writes the gap report; [`super::typeset`] makes a file of it.
#[must_use]
pub fn gap_report(subject: &Subject) -> Report {
    let teller = Teller::new(subject);
    let mut count = 0;
    let chapters = CHAPTERS
        .iter()
        .filter_map(|maker| {
            let blocks = (maker.write)(&teller);
            if blocks.is_empty() {
                return None; // it has nothing to say here, and is not counted
            }
            count += u32::from(maker.numbered);
            Some(Chapter {
                id: maker.id.to_owned(),
                title: maker.title.map_or(String::new(), |title| title(teller.words).to_string()),
                number: maker.numbered.then_some(count),
                new_page: maker.new_page,
                margins: maker.title.is_some(),
                listed: maker.title.is_some(),
                blocks,
            })
        })
        .collect();
    let (words, standard) = (teller.words, &teller.scheme.standard);
    let company = teller.company_name();
    Report {
        title: words.document_title.fill(&[("company", &company)]),
        language: subject.words.language.tag().to_owned(),
        author: subject.assessment.company.prepared_by.clone(),
        subject: words.subject.fill(&[("standard", standard)]),
        date: subject.date,
        margins: Margins {
            head_left: company,
            head_right: words.head_right.fill(&[("standard", standard), ("case", &subject.case_name)]),
            foot_left: subject.words.common.not_a_certificate.to_string(),
            foot_right: words.foot_right.to_string(),
        },
        chapters,
    }
}
