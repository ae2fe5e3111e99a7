package org.waymark.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.audit.AuditTrail;
import org.waymark.background.LongWork;
import org.waymark.decisions.KeptDecisions;
import org.waymark.decisions.KeptDecisions.Asked;
import org.waymark.decisions.KeptDecisions.Extent;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.rules.FollowOns.Asking;
import org.waymark.rules.FollowOns.Chain;
import org.waymark.rules.TableTrial.State;
import org.waymark.rules.TrialTables.Found;
import org.waymark.workflow.DecisionVersions;
import org.waymark.workflow.DecisionVersions.Version;

/**
 * Goes through what is on record and notes what a proposed table would answer otherwise than the one in force. What was
 * answered then does not enter into it: it may have come from a table before, and what counts is what the change changes.
 * Where an answer changes, what was asked after it for the same person is asked again too.
 */
@Component
class TrialWork implements LongWork {

    private final TrialTables tables;
    private final ProposalTable proposals;
    private final DecisionVersions versions;
    private final KeptDecisions decisions;
    private final FollowOns followOns;
    private final AuditTrail audit;
    private final WaymarkClock clock;
    private @Nullable Tried tried;

    TrialWork(
            TrialTables tables,
            ProposalTable proposals,
            DecisionVersions versions,
            KeptDecisions decisions,
            FollowOns followOns,
            AuditTrail audit,
            WaymarkClock clock) {
        this.tables = tables;
        this.proposals = proposals;
        this.versions = versions;
        this.decisions = decisions;
        this.followOns = followOns;
        this.audit = audit;
        this.clock = clock;
    }

    /** The two tables of one trial, and those that follow, read once for all its batches. */
    private record Tried(UUID trial, Asking inForce, Asking proposed, Chain chain) {

        List<Found> ask(Asked asked) {
            var inputs = asked.step().inputs();
            return Shift.between(inForce.file().main(), inForce.ask(inputs), proposed.ask(inputs)).stream()
                    .map(shift -> new Found(asked.step(), asked.isLatest(), false, shift))
                    .toList();
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
            Map<String, Version> inForce = inForce();
            if (!isAbout(trial, proposal, inForce)) {
                tables.end(id, State.STALE, clock.instant());
                return;
            }
            List<Asked> asked = asked(trial, proposal, most);
            if (asked.isEmpty()) {
                tables.end(id, State.DONE, clock.instant());
                audit.record(trial.startedBy(), "tableTrial.finished", null, id.toString());
                tried = null;
            } else {
                List<Found> found = found(trial, tried(trial, proposal, inForce), asked);
                tables.add(id, found);
                tables.looked(id, asked.get(asked.size() - 1).step().number(), asked.size(), 0, found.size());
            }
        });
    }

    /** What it comes to is looked for once for each person, when the last of their evaluations is asked again. */
    private List<Found> found(TableTrial trial, Tried both, List<Asked> asked) {
        List<Found> found = new ArrayList<>();
        asked.forEach(one -> found.addAll(both.ask(one)));
        List<PathwayRef> ended = asked.stream()
                .filter(Asked::isLatest)
                .map(one -> one.step().subject().pathway())
                .toList();
        if (!ended.isEmpty() && trial.found() + found.size() > 0) {
            found.addAll(both.chain().found(decisions.histories(ended, trial.upTo())));
        }
        return found;
    }

    @Override
    public void giveBack(UUID id, RuntimeException why) {
        tables.lockRunning(id).ifPresent(trial -> {
            TableProposal proposal = proposals.find(trial.proposal()).orElseThrow();
            asked(trial, proposal, 1)
                    .forEach(one -> tables.looked(id, one.step().number(), 1, 1, 0));
        });
    }

    private Map<String, Version> inForce() {
        return versions.inForce().stream().collect(Collectors.toMap(Version::decision, version -> version));
    }

    private static boolean isAbout(TableTrial trial, TableProposal proposal, Map<String, Version> inForce) {
        return proposal.state().isOpen()
                && proposal.revision() == trial.revision()
                && trial.isAgainst(proposal.decision(), inForce.values());
    }

    private List<Asked> asked(TableTrial trial, TableProposal proposal, int most) {
        var extent = new Extent(trial.upTo(), trial.total(), trial.people());
        return decisions.asked(proposal.decision(), trial.reached(), extent, most);
    }

    private Tried tried(TableTrial trial, TableProposal proposal, Map<String, Version> inForce) {
        Tried both = tried;
        if (both == null || !both.trial().equals(trial.id())) {
            Asking now = followOns.asking(versions.file(Objects.requireNonNull(inForce.get(proposal.decision()))));
            Asking then = followOns.asking(proposal.file());
            var following = new HashMap<>(inForce);
            following.keySet().retainAll(trial.following().keySet());
            both = new Tried(trial.id(), now, then, followOns.new Chain(now, then, following));
            tried = both;
        }
        return both;
    }
}
