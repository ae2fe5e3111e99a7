package org.waymark.rules;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.audit.AuditTrail;
import org.waymark.background.LongWork;
import org.waymark.decisions.KeptDecisions;
import org.waymark.decisions.KeptDecisions.Asked;
import org.waymark.decisions.KeptDecisions.Extent;
import org.waymark.kernel.WaymarkClock;
import org.waymark.rules.TableTrial.State;
import org.waymark.workflow.DecisionTrials;
import org.waymark.workflow.DecisionTrials.Trial;
import org.waymark.workflow.DecisionVersions;
import org.waymark.workflow.TableFile;

/**
 * Goes through what is on record and notes what a proposed table would answer otherwise than the one in force. What was
 * answered then does not enter into it: it may have come from a table before, and what counts is what the change changes.
 */
@Component
class TrialWork implements LongWork {

    private final TrialTables tables;
    private final ProposalTable proposals;
    private final DecisionVersions versions;
    private final KeptDecisions decisions;
    private final DecisionTrials trials;
    private final AuditTrail audit;
    private final WaymarkClock clock;
    private @Nullable Tried tried;

    TrialWork(
            TrialTables tables,
            ProposalTable proposals,
            DecisionVersions versions,
            KeptDecisions decisions,
            DecisionTrials trials,
            AuditTrail audit,
            WaymarkClock clock) {
        this.tables = tables;
        this.proposals = proposals;
        this.versions = versions;
        this.decisions = decisions;
        this.trials = trials;
        this.audit = audit;
        this.clock = clock;
    }

    /** The two tables of one trial, read once for all its batches. */
    private record Tried(UUID trial, TableFile file, Trial inForce, Trial proposed) {

        List<Shift> ask(Asked asked) {
            // Exactly what the table asks for today: what was not asked then is not known.
            Map<String, @Nullable Object> inputs = new HashMap<>();
            file.inputs()
                    .keySet()
                    .forEach(name -> inputs.put(name, asked.inputs().get(name)));
            return Shift.between(file.main(), inForce.ask(inputs), proposed.ask(inputs));
        }
    }

    @Override
    public String name() {
        return "table-trials";
    }

    @Override
    public Optional<UUID> next() {
        return tables.nextRunning();
    }

    @Override
    public synchronized void take(UUID id, int most) {
        tables.lockRunning(id).ifPresent(trial -> {
            TableProposal proposal = proposals.find(trial.proposal()).orElseThrow();
            if (!isAbout(trial, proposal)) {
                tables.end(id, State.STALE, clock.instant());
                return;
            }
            List<Asked> asked = asked(trial, proposal, most);
            if (asked.isEmpty()) {
                tables.end(id, State.DONE, clock.instant());
                audit.record(trial.startedBy(), "tableTrial.finished", null, id.toString());
                tried = null;
            } else {
                Tried both = tried(trial, proposal);
                Map<Asked, List<Shift>> shifts = new LinkedHashMap<>();
                asked.forEach(one -> shifts.put(one, both.ask(one)));
                tables.add(id, shifts);
                tables.looked(id, asked.get(asked.size() - 1).number(), asked.size(), 0);
            }
        });
    }

    @Override
    public void giveBack(UUID id, RuntimeException why) {
        tables.lockRunning(id).ifPresent(trial -> {
            TableProposal proposal = proposals.find(trial.proposal()).orElseThrow();
            asked(trial, proposal, 1).forEach(one -> tables.looked(id, one.number(), 1, 1));
        });
    }

    private boolean isAbout(TableTrial trial, TableProposal proposal) {
        return proposal.state().isOpen()
                && proposal.revision() == trial.revision()
                && versions.inForce(proposal.decision()).number() == trial.against();
    }

    private List<Asked> asked(TableTrial trial, TableProposal proposal, int most) {
        var extent = new Extent(trial.upTo(), trial.total(), trial.people());
        return decisions.asked(proposal.decision(), trial.reached(), extent, most);
    }

    private Tried tried(TableTrial trial, TableProposal proposal) {
        Tried both = tried;
        if (both == null || !both.trial().equals(trial.id())) {
            TableFile inForce = versions.file(versions.inForce(proposal.decision()));
            both = new Tried(
                    trial.id(),
                    proposal.file(),
                    trials.of(inForce.xml(), proposal.decision()),
                    trials.of(proposal.file().xml(), proposal.decision()));
            tried = both;
        }
        return both;
    }
}
