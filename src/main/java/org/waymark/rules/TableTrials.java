package org.waymark.rules;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.background.BackgroundRunner;
import org.waymark.decisions.KeptDecisions;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.rules.TableTrial.Consequences;
import org.waymark.rules.TableTrial.Difference;
import org.waymark.rules.TableTrial.Group;
import org.waymark.rules.TableTrial.State;
import org.waymark.rules.TableTrial.Told;
import org.waymark.workflow.DecisionVersions;

/**
 * Tries a proposed table on everything on record before it counts. Everybody whom it would concern is counted for whoever
 * reads rules; who that is, is told to nobody who may not see their care.
 */
@Service
public class TableTrials {

    private final TrialTables tables;
    private final TrialWork work;
    private final BackgroundRunner background;
    private final ProposalTable proposals;
    private final DecisionVersions versions;
    private final KeptDecisions decisions;
    private final FollowOns followOns;
    private final AccessDecision access;
    private final AuditTrail audit;
    private final WaymarkClock clock;

    TableTrials(
            TrialTables tables,
            TrialWork work,
            BackgroundRunner background,
            ProposalTable proposals,
            DecisionVersions versions,
            KeptDecisions decisions,
            FollowOns followOns,
            AccessDecision access,
            AuditTrail audit,
            WaymarkClock clock) {
        this.tables = tables;
        this.work = work;
        this.background = background;
        this.proposals = proposals;
        this.versions = versions;
        this.decisions = decisions;
        this.followOns = followOns;
        this.access = access;
        this.audit = audit;
        this.clock = clock;
    }

    /** Begins a trial of the proposal as it stands, or tells the one that is under way. */
    @Transactional
    public UUID begin(Viewer viewer, UUID proposalId) {
        access.requireRole(viewer, "tableTrial.begun", Role.CLINICAL_OWNER);
        TableProposal proposal = proposals.lock(proposalId).orElseThrow(NotVisible::new);
        if (!proposal.state().isOpen()) {
            throw new Refused("rules.notOpen");
        }
        if (!proposal.findings().isEmpty()) {
            throw new Refused("rules.notChecked");
        }
        Optional<TableTrial> last = tables.latest(proposalId).filter(trial -> trial.state() == State.RUNNING);
        if (last.isPresent()) {
            if (isOf(last.get(), proposal)) {
                return last.get().id();
            }
            tables.end(last.get().id(), State.STALE, clock.instant());
        }
        var extent = decisions.extent(proposal.decision());
        var trial = new TableTrial(
                UUID.randomUUID(),
                proposalId,
                proposal.revision(),
                versions.inForce(proposal.decision()).number(),
                followOns.after(proposal.decision()),
                State.RUNNING,
                viewer.username(),
                clock.instant(),
                null,
                extent.last(),
                extent.evaluations(),
                extent.people(),
                0,
                0,
                0,
                0);
        tables.insert(trial);
        audit.record(viewer.username(), "tableTrial.begun", null, proposalId + " " + trial.id());
        background.wake(work);
        return trial.id();
    }

    /** How far it is. */
    @Transactional(readOnly = true)
    public TableTrial progress(Viewer viewer, UUID id) {
        requireReader(viewer);
        return tables.find(id).orElseThrow(NotVisible::new);
    }

    /** As {@link #progress}, to be looked at; it leaves a row. */
    @Transactional
    public TableTrial view(Viewer viewer, UUID id) {
        TableTrial trial = progress(viewer, id);
        audit.record(viewer.username(), "tableTrial.viewed", null, id.toString());
        return trial;
    }

    /** The last trial of a proposal. */
    @Transactional(readOnly = true)
    public Optional<TableTrial> latest(Viewer viewer, UUID proposal) {
        requireReader(viewer);
        return tables.latest(proposal);
    }

    /** Whether it says what the proposal as it stands would change of what is in force now. */
    @Transactional(readOnly = true)
    public boolean isCurrent(Viewer viewer, TableTrial trial) {
        requireReader(viewer);
        TableProposal proposal = proposals.find(trial.proposal()).orElseThrow(NotVisible::new);
        return isCurrent(trial, proposal);
    }

    private boolean isCurrent(TableTrial trial, TableProposal proposal) {
        return trial.state() == State.DONE && isOf(trial, proposal);
    }

    private boolean isOf(TableTrial trial, TableProposal proposal) {
        String decision = proposal.decision();
        return trial.revision() == proposal.revision()
                && trial.against() == versions.inForce(decision).number()
                && trial.following().equals(followOns.after(decision));
    }

    /** Whether the proposal was tried as it stands, all the way. */
    boolean isTried(TableProposal proposal) {
        return tables.latest(proposal.id())
                .filter(trial -> isCurrent(trial, proposal))
                .isPresent();
    }

    @Transactional(readOnly = true)
    public Difference difference(Viewer viewer, UUID trial) {
        requireReader(viewer);
        return tables.difference(trial);
    }

    /** What it comes to, in the decision itself and in those that look at its answers, and for how many. */
    @Transactional(readOnly = true)
    public Consequences consequences(Viewer viewer, UUID trial) {
        requireReader(viewer);
        return tables.consequences(trial);
    }

    /** What evaluations of the table would answer otherwise and for how many, the largest first. */
    @Transactional(readOnly = true)
    public List<Group> groups(Viewer viewer, UUID trial, int most) {
        requireReader(viewer);
        return tables.groups(trial, false, most);
    }

    /** As {@link #groups}, of what would have come of it in each decision. */
    @Transactional(readOnly = true)
    public List<Group> comesTo(Viewer viewer, UUID trial, int most) {
        requireReader(viewer);
        return tables.groups(trial, true, most);
    }

    /** For how many of those whose care the viewer may see. */
    @Transactional(readOnly = true)
    public long visible(Viewer viewer, UUID trial) {
        requireReader(viewer);
        return tables.visible(trial, access.visible(viewer, "s", DataKind.CARE));
    }

    /**
     * Those whose care the viewer may see, by their reference, each with what the table itself would answer otherwise in
     * the last round or record in which it would, and then with what would have come of each decision.
     */
    @Transactional(readOnly = true)
    public Map<PathwayRef, List<Told>> people(Viewer viewer, UUID trial, String after, int most) {
        requireReader(viewer);
        return tables.people(trial, access.visible(viewer, "s", DataKind.CARE), after, most);
    }

    private void requireReader(Viewer viewer) {
        access.requireRole(viewer, "tableTrial.viewed", Role.CLINICAL_OWNER, Role.COORDINATOR);
    }
}
