//! `docs/flow.md` as the walks have it: the committed one has to be the same.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::PathBuf,
};

use linkspan_machine::kinds;

use super::{
    Walked,
    graph::{By, Cause, Graph, Place},
};

/// Set by `cargo xtask diagram`: write the file instead of comparing it.
const WRITE: &str = "LINKSPAN_WRITE_DIAGRAM";

const HEAD: &str = "\
# The flow, pane by pane
For whoever wants to know what can follow what. This page is made by `cargo xtask diagram`: tests walk every state of
the machine (`crates/flow`) against a model of the server, and this is what they found. A test fails when it is stale.
";

const BELOW_DIAGRAM: &str = "\
Labels are events: what the person does, or the answer that moves the flow. What stays on a pane (typing, ticking, a
sheet) is not drawn. Every pane has a way to close, with a question first where something would be lost. Dotted lines
are sessions that are resumed. *Closing* asks the server what is linked, and the flow ends with that.
";

/// A box of the diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Screen(u8),
    Closing,
    Linked,
    Cancelled,
    Failed,
}

impl Node {
    const fn of(place: Place) -> Self {
        match place {
            Place::Shown { screen, .. } => Self::Screen(screen),
            Place::Closing { .. } => Self::Closing,
            Place::Linked => Self::Linked,
            Place::Cancelled => Self::Cancelled,
            Place::Failed => Self::Failed,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Screen(number) => kinds::name(kinds::SCREENS, number).expect("a listed screen"),
            Self::Closing => "closing",
            Self::Linked => "with accounts",
            Self::Cancelled => "cancelled",
            Self::Failed => "with an error",
        }
    }

    /// As Mermaid wants it: one word.
    fn id(self) -> String {
        self.name().replace(' ', "_")
    }
}

/// From where to where, and by what.
type Moves = BTreeMap<(Node, Node), BTreeSet<Cause>>;

/// What leads from one box to another, as far as `wanted`.
fn moves<'a>(graphs: impl Iterator<Item = &'a Graph>, wanted: impl Fn(Node, Cause) -> bool) -> Moves {
    let mut moves = Moves::new();
    for (from, cause, to) in graphs.flat_map(Graph::moves) {
        let (from, to) = (Node::of(from), Node::of(to));
        if from != to && wanted(from, cause) {
            moves.entry((from, to)).or_default().insert(cause);
        }
    }
    moves
}

fn names(causes: &BTreeSet<Cause>, separator: &str) -> String {
    let names: BTreeSet<&str> = causes.iter().map(|cause| event(*cause)).collect();
    names.into_iter().collect::<Vec<_>>().join(separator)
}

fn event(cause: Cause) -> &'static str {
    kinds::name(kinds::EVENTS, cause.event).expect("a listed event")
}

/// Whether it is the person leaving: drawn once for all panes.
fn leaves(to: Node, cause: Cause) -> bool {
    to == Node::Closing && cause.by == By::Person && event(cause) != "done"
}

fn diagram(moves: &Moves) -> String {
    let mut text =
        String::from("```mermaid\nflowchart TD\n  start((start)) --> opening\n  subgraph panes [\" \"]\n");
    for (number, name) in kinds::SCREENS {
        writeln!(text, "    {name}[{}]", name.replace('_', " ")).expect("text");
        assert!(
            moves.iter().any(|((from, to), causes)| *from == Node::Screen(*number)
                && causes.iter().any(|cause| leaves(*to, *cause))),
            "{name} cannot be left by the person"
        );
    }
    text.push_str("  end\n  panes -->|close| closing\n");
    for ((from, to), causes) in moves {
        let causes: BTreeSet<Cause> = causes.iter().copied().filter(|cause| !leaves(*to, *cause)).collect();
        if causes.is_empty() {
            continue;
        }
        let resumed =
            from.name() == "opening" && to.name() != "consent" && names(&causes, "") == "synchronized";
        let (from, to) = (from.id(), to.id());
        if resumed {
            writeln!(text, "  {from} -.-> {to}").expect("text");
        } else {
            writeln!(text, "  {from} -->|{}| {to}", names(&causes, "<br/>")).expect("text");
        }
    }
    for end in [Node::Linked, Node::Cancelled, Node::Failed] {
        writeln!(text, "  {}([{}])", end.id(), end.name()).expect("text");
    }
    text.push_str("```\n");
    text
}

/// What only happens when something fails or is answered late.
fn table(all: &Moves, drawn: &Moves) -> String {
    let mut text = String::from("| from | to | by |\n|---|---|---|\n");
    for ((from, to), causes) in all {
        let known = drawn.get(&(*from, *to));
        let causes: BTreeSet<Cause> = causes
            .iter()
            .copied()
            .filter(|cause| !leaves(*to, *cause) && known.is_none_or(|known| !known.contains(cause)))
            .collect();
        let of =
            |by: fn(By) -> bool| names(&causes.iter().copied().filter(|cause| by(cause.by)).collect(), ", ");
        let (failed, answered) = (of(|by| by == By::Failure), of(|by| by != By::Failure));
        let failed = if failed.is_empty() { failed } else { format!("failed: {failed}") };
        let by = [answered, failed].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        if !by.is_empty() {
            writeln!(text, "| {} | {} | {} |", from.name(), to.name(), by.join("; ")).expect("text");
        }
    }
    text
}

fn counts(walks: &[Walked]) -> String {
    let mut text = String::from(
        "| walk | states | transitions | events without effect | ends | presses to leave | with a silent server |\n\
         |---|---:|---:|---:|---:|---:|---:|\n",
    );
    for Walked { name, graph, counts, .. } in walks {
        let most = |passable: fn(By) -> bool| {
            graph.presses_to_an_end(passable).into_iter().max().flatten().expect("a state")
        };
        let (likely, alone) = (most(By::needs_no_reload), most(By::needs_no_server));
        writeln!(
            text,
            "| {name} | {} | {} | {} | {} | {likely} | {alone} |",
            counts.states, counts.transitions, counts.ignored, counts.ends
        )
        .expect("text");
    }
    text
}

fn listed(list: &[(u8, &str)]) -> String {
    list.iter().map(|(_, name)| *name).collect::<Vec<_>>().join(", ")
}

fn document(walks: &[Walked]) -> String {
    // Neither what the server refuses, nor impatience at the end.
    let drawn = moves(walks.iter().filter(|walk| !walk.failed).map(|walk| &walk.graph), |from, cause| {
        cause.by.needs_no_reload()
            && cause.by != By::Failure
            && !(from == Node::Closing && cause.by == By::Person)
    });
    let all = moves(walks.iter().map(|walk| &walk.graph), |_, cause| cause.by.needs_no_reload());
    format!(
        "{HEAD}\n{}\n{BELOW_DIAGRAM}\n\
         ## When something fails, or an answer got lost\n\
         Beside the lines of the diagram:\n\n{}\n\
         ## What was walked\n\
         Each walk takes every event and every answer in every state that it reaches, breadth first; those that are\n\
         resumed without a failure or loaded again also load the page again in every state. The presses are the most\n\
         that a person needs from any state to the end, without loading the page again: when the server answers, and\n\
         when it never answers again.\n\n{}\n\
         Every kind was reached.\n\
         - Events: {}.\n- Screens: {}.\n- Sheets: {}.\n- Problems: {}.\n",
        diagram(&drawn),
        table(&all, &drawn),
        counts(walks),
        listed(kinds::EVENTS),
        listed(kinds::SCREENS),
        listed(kinds::SHEETS),
        listed(kinds::PROBLEMS),
    )
}

/// Compares the committed page with what was found, or writes it.
pub fn is_what_was_found(walks: &[Walked]) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/flow.md");
    let found = document(walks);
    if std::env::var_os(WRITE).is_some() {
        fs::write(&path, found).expect("docs/flow.md can be written");
        return;
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    // Not assert_eq!: nobody reads two whole pages.
    assert!(committed == found, "docs/flow.md is stale: run `cargo xtask diagram`");
}
