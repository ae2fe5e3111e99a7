package org.waymark.rules;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.kernel.WaymarkClock;
import org.waymark.rules.TableProposal.State;
import org.waymark.workflow.DecisionVersions;
import org.waymark.workflow.DecisionVersions.Version;
import org.waymark.workflow.TableFile;
import org.waymark.workflow.TableFile.Row;
import org.waymark.workflow.TableFile.Table;

/**
 * Changes of tables that clinical owners propose. One of them draws a change up and answers for it; whatever they do with
 * it is checked at once, and leaves a row on the audit trail.
 */
@Service
public class TableProposals {

    private static final int MOST_ROWS = 300;

    private final ProposalTable table;
    private final DecisionVersions versions;
    private final TableChecks checks;
    private final TableTrials trials;
    private final AccessDecision access;
    private final AuditTrail audit;
    private final WaymarkClock clock;

    TableProposals(
            ProposalTable table,
            DecisionVersions versions,
            TableChecks checks,
            TableTrials trials,
            AccessDecision access,
            AuditTrail audit,
            WaymarkClock clock) {
        this.table = table;
        this.versions = versions;
        this.checks = checks;
        this.trials = trials;
        this.access = access;
        this.audit = audit;
        this.clock = clock;
    }

    // ------------------------------------------------------------------ reading

    @Transactional
    public TableProposal view(Viewer viewer, UUID id) {
        requireReader(viewer);
        TableProposal proposal = table.find(id).orElseThrow(NotVisible::new);
        audit.record(viewer.username(), "proposal.viewed", null, id.toString());
        return proposal;
    }

    /** All of a decision, newest first. */
    @Transactional(readOnly = true)
    public List<TableProposal> of(Viewer viewer, String decision) {
        requireReader(viewer);
        return table.of(decision);
    }

    /** Those that wait for a second clinical owner, the longest first. */
    @Transactional(readOnly = true)
    public List<TableProposal> submitted(Viewer viewer) {
        requireReader(viewer);
        return table.submitted();
    }

    /** What the proposal says otherwise than the table in force, or for an adopted one than the table before it. */
    @Transactional(readOnly = true)
    public List<Change> changes(Viewer viewer, TableProposal proposal) {
        requireReader(viewer);
        Integer adopted = proposal.version();
        Version with = adopted == null
                ? versions.inForce(proposal.decision())
                : versions.version(proposal.decision(), proposal.baseVersion()).orElseThrow();
        return Change.between(versions.file(with), proposal.file());
    }

    /** Only the author changes a draft. */
    public boolean mayChange(Viewer viewer, TableProposal proposal) {
        return viewer.has(Role.CLINICAL_OWNER)
                && viewer.username().equals(proposal.author())
                && proposal.state() == State.DRAFT;
    }

    private void requireReader(Viewer viewer) {
        access.requireRole(viewer, "proposal.viewed", Role.CLINICAL_OWNER, Role.COORDINATOR);
    }

    // ------------------------------------------------------------------ drawing up

    /** Refuses like a page that is not there whoever may not propose anything. */
    public void requireOwner(Viewer viewer) {
        access.requireRole(viewer, "proposal.changed", Role.CLINICAL_OWNER);
    }

    /** Begins with what a version says: that in force, or one that should count again. */
    @Transactional
    public UUID begin(Viewer viewer, String decision, int version, String source, String reason) {
        requireOwner(viewer);
        TableFile from = versions.file(versions.version(decision, version).orElseThrow(NotVisible::new));
        try {
            // Into the frame of today, which code asks for; a former one may have had another.
            return insert(
                    viewer,
                    decision,
                    frame(decision).taking(from.xml().getBytes(StandardCharsets.UTF_8)),
                    source,
                    reason);
        } catch (TableFile.Refusal e) {
            throw new Refused("rules.noLongerFits");
        }
    }

    /** Begins with a file that somebody brings. */
    @Transactional
    public UUID begin(Viewer viewer, String decision, byte[] upload, String source, String reason)
            throws TableFile.Refusal {
        requireOwner(viewer);
        return insert(viewer, decision, read(viewer, decision, upload), source, reason);
    }

    /** Puts another file in the place of the draft's. */
    @Transactional
    public void replace(Viewer viewer, UUID id, int revision, byte[] upload) throws TableFile.Refusal {
        TableProposal draft = draft(viewer, id, revision);
        change(viewer, draft, read(viewer, draft.decision(), upload));
    }

    private TableFile read(Viewer viewer, String decision, byte[] upload) throws TableFile.Refusal {
        try {
            return frame(decision).taking(upload);
        } catch (TableFile.Refusal e) {
            audit.record(
                    viewer.username(), "proposal.refused", null, decision + " " + e.code(), AuditTrail.Outcome.REFUSED);
            throw e;
        }
    }

    private TableFile frame(String decision) {
        if (versions.of(decision).isEmpty()) {
            throw new NotVisible();
        }
        return versions.file(versions.shipped(decision));
    }

    private UUID insert(Viewer viewer, String decision, TableFile file, String source, String reason) {
        Instant now = clock.instant();
        var draft = new TableProposal(
                UUID.randomUUID(),
                decision,
                versions.inForce(decision).number(),
                file,
                check(file),
                source,
                reason,
                State.DRAFT,
                viewer.username(),
                now,
                now,
                1,
                null,
                null,
                null,
                null,
                null);
        table.insert(draft);
        audit.record(viewer.username(), "proposal.begun", null, decision + " " + draft.id());
        return draft.id();
    }

    private List<Finding> check(TableFile file) {
        return checks.of(file, versions.file(versions.shipped(file.decision())));
    }

    @Transactional
    public void describe(Viewer viewer, UUID id, String source, String reason) {
        TableProposal draft = draft(viewer, id, null);
        table.describe(id, source, reason);
        audit.record(viewer.username(), "proposal.changed", null, draft.id().toString());
    }

    /**
     * Changes a row, or adds it at the end.
     *
     * @param row its id; null for a new one
     * @return what is wrong with its cells; nothing is changed then
     */
    @Transactional
    public List<Finding> putRow(
            Viewer viewer,
            UUID id,
            int revision,
            String of,
            @Nullable String row,
            List<String> when,
            List<String> then,
            String words) {
        TableProposal draft = draft(viewer, id, revision);
        Table before = draft.file().table(of).orElseThrow(NotVisible::new);
        List<Row> rows = new ArrayList<>(before.rows());
        var put = new Row(row == null ? TableFile.newRowId() : row, words, when, then);
        int at = row == null ? rows.size() : indexOf(before, row);
        if (at == rows.size()) {
            if (rows.size() == MOST_ROWS) {
                throw new Refused("rules.tooManyRows");
            }
            rows.add(put);
        } else {
            rows.set(at, put);
        }
        TableFile file = draft.file().with(of, rows);
        List<Finding> wrong = checks.ofRow(file, shipped(draft), of, at + 1);
        if (wrong.isEmpty() && !file.decidesAs(draft.file())) {
            change(viewer, draft, file);
        }
        return wrong;
    }

    /** Changes a formula; as {@link #putRow}. */
    @Transactional
    public List<Finding> putFormula(Viewer viewer, UUID id, int revision, String of, String text) {
        TableProposal draft = draft(viewer, id, revision);
        if (draft.file().formulas().stream()
                .noneMatch(formula -> formula.decision().equals(of))) {
            throw new NotVisible();
        }
        TableFile file = draft.file().withFormula(of, text);
        List<Finding> wrong = checks.ofFormula(file, shipped(draft), of);
        if (wrong.isEmpty() && !file.decidesAs(draft.file())) {
            change(viewer, draft, file);
        }
        return wrong;
    }

    @Transactional
    public void removeRow(Viewer viewer, UUID id, int revision, String of, String row) {
        TableProposal draft = draft(viewer, id, revision);
        Table before = draft.file().table(of).orElseThrow(NotVisible::new);
        List<Row> rows = new ArrayList<>(before.rows());
        rows.remove(indexOf(before, row));
        change(viewer, draft, draft.file().with(of, rows));
    }

    private TableFile shipped(TableProposal draft) {
        return versions.file(versions.shipped(draft.decision()));
    }

    private static int indexOf(Table table, String row) {
        for (int i = 0; i < table.rows().size(); i++) {
            if (table.rows().get(i).id().equals(row)) {
                return i;
            }
        }
        throw new NotVisible();
    }

    private void change(Viewer viewer, TableProposal draft, TableFile file) {
        table.change(
                draft.id(),
                file,
                check(file),
                versions.inForce(draft.decision()).number(),
                clock.instant());
        audit.record(viewer.username(), "proposal.changed", null, draft.id().toString());
    }

    // ------------------------------------------------------------------ deciding

    /** Hands a draft over for a second clinical owner to decide, checked and tried as it stands. */
    @Transactional
    public void submit(Viewer viewer, UUID id, int revision) {
        TableProposal draft = draft(viewer, id, revision);
        Version inForce = versions.inForce(draft.decision());
        if (versions.file(inForce).decidesAs(draft.file())) {
            throw new Refused("rules.noChange");
        }
        requireReady(draft);
        table.submit(id, inForce.number(), clock.instant());
        audit.record(viewer.username(), "proposal.submitted", null, id.toString());
    }

    private void requireReady(TableProposal proposal) {
        // Checked anew: what a release understands may have changed since.
        if (!check(proposal.file()).isEmpty()
                || !shipped(proposal).contract().equals(proposal.file().contract())) {
            throw new Refused("rules.notChecked");
        }
        if (!trials.isTried(proposal)) {
            throw new Refused("rules.notTried");
        }
    }

    /** Takes back what was submitted, to change it again. */
    @Transactional
    public void reopen(Viewer viewer, UUID id) {
        TableProposal proposal = ofTheAuthor(viewer, id);
        if (proposal.state() != State.SUBMITTED) {
            throw new Refused("rules.notSubmitted");
        }
        table.reopen(id);
        audit.record(viewer.username(), "proposal.reopened", null, id.toString());
    }

    /**
     * Lets the proposed table count from now on. Whatever is asked from then on is asked of it; what was decided keeps the
     * version that it was decided by. Adopting what a former version said is how one goes back to it.
     *
     * @param answer may be empty
     * @return its version
     */
    @Transactional
    public int approve(Viewer viewer, UUID id, int revision, String answer) {
        TableProposal proposal = toDecide(viewer, id, revision);
        if (proposal.baseVersion() != versions.inForce(proposal.decision()).number()) {
            throw new Refused("rules.otherInForce");
        }
        requireReady(proposal);
        int version = versions.adopt(proposal.file());
        table.answer(id, State.ADOPTED, viewer.username(), clock.instant(), answer, version);
        audit.record(
                viewer.username(), "table.adopted", null, proposal.decision() + " " + version + " " + proposal.id());
        return version;
    }

    /** Gives a proposal back to its author with what is to be thought of again. */
    @Transactional
    public void sendBack(Viewer viewer, UUID id, int revision, String answer) {
        TableProposal proposal = toDecide(viewer, id, revision);
        if (answer.isBlank()) {
            throw new IllegalArgumentException("Nothing is sent back without a word");
        }
        table.answer(id, State.DRAFT, viewer.username(), clock.instant(), answer, null);
        audit.record(viewer.username(), "proposal.sentBack", null, proposal.id().toString());
    }

    /** Nobody decides on their own proposal. */
    private TableProposal toDecide(Viewer viewer, UUID id, int revision) {
        requireOwner(viewer);
        table.lockAll(table.find(id).orElseThrow(NotVisible::new).decision());
        TableProposal proposal = table.lock(id).orElseThrow(NotVisible::new);
        if (proposal.author().equals(viewer.username())) {
            throw new Refused("rules.ownProposal");
        }
        if (proposal.state() != State.SUBMITTED) {
            throw new Refused("rules.notSubmitted");
        }
        if (proposal.revision() != revision) {
            throw new Refused("rules.changedMeanwhile");
        }
        return proposal;
    }

    /** Only somebody else than the author decides on what was submitted. */
    public boolean mayDecide(Viewer viewer, TableProposal proposal) {
        return viewer.has(Role.CLINICAL_OWNER)
                && !viewer.username().equals(proposal.author())
                && proposal.state() == State.SUBMITTED;
    }

    @Transactional
    public void withdraw(Viewer viewer, UUID id) {
        TableProposal open = ofTheAuthor(viewer, id);
        if (open.state().isOpen()) {
            table.withdraw(id);
            audit.record(viewer.username(), "proposal.withdrawn", null, id.toString());
        }
    }

    private TableProposal ofTheAuthor(Viewer viewer, UUID id) {
        requireOwner(viewer);
        TableProposal proposal = table.lock(id).orElseThrow(NotVisible::new);
        if (!proposal.author().equals(viewer.username())) {
            throw new Refused("rules.notTheAuthor");
        }
        return proposal;
    }

    /** @param revision that was on the page; null where the file stays as it is */
    private TableProposal draft(Viewer viewer, UUID id, @Nullable Integer revision) {
        TableProposal draft = ofTheAuthor(viewer, id);
        if (draft.state() != State.DRAFT) {
            throw new Refused("rules.noDraft");
        }
        if (revision != null && draft.revision() != revision) {
            throw new Refused("rules.changedMeanwhile");
        }
        return draft;
    }
}
