package org.waymark.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.decisions.KeptDecisions.Step;
import org.waymark.decisions.KeptDecisions.Subject;
import org.waymark.decisions.WhatFollows;
import org.waymark.decisions.WhatFollows.Answers;
import org.waymark.decisions.WhatFollows.Rounds;
import org.waymark.kernel.PathwayRef;
import org.waymark.rules.TrialTables.Found;
import org.waymark.workflow.DecisionTrials;
import org.waymark.workflow.DecisionTrials.Answer;
import org.waymark.workflow.DecisionTrials.Trial;
import org.waymark.workflow.DecisionVersions;
import org.waymark.workflow.DecisionVersions.Version;
import org.waymark.workflow.TableFile;
import org.waymark.workflow.TableFile.Outcome;
import org.waymark.workflow.TableFile.Table;

/**
 * Finds what a change of one decision comes to: of that decision what was acted on, and what was asked after it, asked
 * again as it would have been asked had the one before answered otherwise. Which decision
 * looks at which stands in their tables, by the names of inputs and answers; nothing is asked that was not asked then.
 */
@Component
class FollowOns {

    private final DecisionVersions versions;
    private final DecisionTrials trials;
    private final List<WhatFollows> modules;

    FollowOns(DecisionVersions versions, DecisionTrials trials, List<WhatFollows> modules) {
        this.versions = versions;
        this.trials = trials;
        this.modules = modules;
    }

    /** Decisions that look at what this one answers, and those that look at theirs, with the version in force. */
    Map<String, Integer> after(String decision) {
        Map<String, Version> inForce = versions.inForce().stream()
                .collect(Collectors.toMap(Version::decision, one -> one, (a, b) -> b, TreeMap::new));
        Map<String, String> sources = sources();
        Map<String, Integer> after = new LinkedHashMap<>();
        List<String> open = new ArrayList<>(List.of(decision));
        for (int i = 0; i < open.size(); i++) {
            Set<String> answers = answers(versions.file(Objects.requireNonNull(inForce.get(open.get(i))))
                    .main());
            inForce.forEach((name, version) -> {
                boolean looks = versions.file(version).inputs().keySet().stream()
                        .anyMatch(input -> answers.contains(sources.getOrDefault(input, input)));
                if (looks && !open.contains(name)) {
                    open.add(name);
                    after.put(name, version.number());
                }
            });
        }
        return after;
    }

    private Map<String, String> sources() {
        return modules.stream()
                .flatMap(module -> module.sources().entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** What a table answers by one name; one that answers with every row names several of the same. */
    private static Set<String> answers(Table table) {
        return table.isUnique() ? table.outcomes().stream().map(Outcome::name).collect(Collectors.toSet()) : Set.of();
    }

    /** A table that can be asked, and what it says. */
    record Asking(TableFile file, Trial table) {

        List<Map<String, @Nullable Object>> answer(Map<String, @Nullable Object> inputs) {
            return ask(inputs).map(Answer::outputs).orElse(List.of());
        }

        /** Exactly what the table asks for today: what was not asked then is not known. */
        Optional<Answer> ask(Map<String, @Nullable Object> inputs) {
            Map<String, @Nullable Object> asked = new HashMap<>();
            file.inputs().keySet().forEach(name -> asked.put(name, inputs.get(name)));
            return table.ask(asked);
        }
    }

    Asking asking(TableFile file) {
        return new Asking(file, trials.of(file.xml(), file.decision()));
    }

    /** The decisions that follow in their versions, each read once it is asked. */
    final class Chain {

        private final Asking inForce;
        private final Asking proposed;
        private final Map<String, Version> following;
        private final Map<String, Asking> read = new HashMap<>();

        Chain(Asking inForce, Asking proposed, Map<String, Version> following) {
            this.inForce = inForce;
            this.proposed = proposed;
            this.following = following;
        }

        /** What the change would come to for people with all that they were asked, in this decision and in those after it. */
        List<Found> found(Map<PathwayRef, List<Step>> histories) {
            List<Rounds> rounds = rounds(histories.keySet());
            return histories.values().stream()
                    .flatMap(steps -> new Replay(this, rounds, steps).found().stream())
                    .toList();
        }

        private boolean isChanged(Step step) {
            return step.decision().equals(inForce.file().decision());
        }

        private Asking of(String decision) {
            return read.computeIfAbsent(
                    decision, one -> asking(versions.file(Objects.requireNonNull(following.get(one)))));
        }
    }

    private List<Rounds> rounds(Collection<PathwayRef> people) {
        return modules.stream().map(module -> module.of(people)).toList();
    }

    /** One person's evaluations gone through twice in their order, by the table in force and by the proposed one. */
    private static final class Replay {

        private final Chain chain;
        private final List<Rounds> rounds;
        private final List<Step> steps;
        private final Map<Long, List<Map<String, @Nullable Object>>> before = new HashMap<>();
        private final Map<Long, List<Map<String, @Nullable Object>>> after = new HashMap<>();

        Replay(Chain chain, List<Rounds> rounds, List<Step> steps) {
            this.chain = chain;
            this.rounds = rounds;
            this.steps = steps;
        }

        List<Found> found() {
            for (int at = 0; at < steps.size(); at++) {
                Step step = steps.get(at);
                if (chain.isChanged(step)) {
                    before.put(step.number(), chain.inForce.answer(step.inputs()));
                    after.put(step.number(), chain.proposed.answer(step.inputs()));
                } else if (chain.following.containsKey(step.decision())) {
                    askAgain(at);
                }
            }
            return told();
        }

        private void askAgain(int at) {
            Step step = steps.get(at);
            Map<String, @Nullable Object> was = new HashMap<>(step.inputs());
            Map<String, @Nullable Object> is = new HashMap<>(step.inputs());
            Map<String, @Nullable Object> thenBefore = inputs(at, one -> answered(before, one));
            Map<String, @Nullable Object> thenAfter = inputs(at, one -> answered(after, one));
            inputs(at, Step::outputs).forEach((name, onRecord) -> {
                // What came from elsewhere then, such as from what staff decided, comes from there again.
                if (isSame(onRecord, step.inputs().get(name)) && !isSame(thenBefore.get(name), thenAfter.get(name))) {
                    was.put(name, thenBefore.get(name));
                    is.put(name, thenAfter.get(name));
                }
            });
            if (!was.equals(is)) {
                Asking table = chain.of(step.decision());
                before.put(step.number(), table.answer(was));
                after.put(step.number(), table.answer(is));
            }
        }

        private static List<Map<String, @Nullable Object>> answered(
                Map<Long, List<Map<String, @Nullable Object>>> asked, Step step) {
            return asked.getOrDefault(step.number(), step.outputs());
        }

        private static boolean isSame(@Nullable Object one, @Nullable Object other) {
            return Objects.equals(Shift.said(one), Shift.said(other));
        }

        private Map<String, @Nullable Object> inputs(int at, Answers answers) {
            Step step = steps.get(at);
            Map<String, @Nullable Object> inputs = new HashMap<>();
            if (isOfItsOwn(step.subject())) {
                steps.subList(0, at).stream()
                        .filter(earlier -> earlier.subject().equals(step.subject()) && isNamed(earlier))
                        .map(answers::of)
                        .filter(rows -> !rows.isEmpty())
                        .forEach(rows -> inputs.putAll(rows.get(0)));
            }
            rounds.forEach(round -> inputs.putAll(round.inputs(steps, at, answers)));
            inputs.keySet().retainAll(step.inputs().keySet());
            return inputs;
        }

        /** Whether others can look at its answers by their names. */
        private boolean isNamed(Step step) {
            return chain.isChanged(step)
                    ? chain.inForce.file().main().isUnique()
                    : chain.following.containsKey(step.decision())
                            && chain.of(step.decision()).file().main().isUnique();
        }

        /** What is asked of the person as they stand looks at what staff confirmed. */
        private static boolean isOfItsOwn(Subject subject) {
            return subject.assessment() != null || subject.record() != null;
        }

        /** The last evaluation about each subject is what came of it; those before it were overtaken. */
        private List<Found> told() {
            List<Found> found = new ArrayList<>();
            Set<Object> seen = new HashSet<>();
            for (int at = steps.size() - 1; at >= 0; at--) {
                Step step = steps.get(at);
                if (!chain.isChanged(step) && !chain.following.containsKey(step.decision())) {
                    continue;
                }
                var was = actedOn(at, answered(before, step));
                var is = actedOn(at, answered(after, step));
                if (was.isEmpty() || is.isEmpty() || !seen.add(List.of(step.decision(), step.subject()))) {
                    continue;
                }
                boolean isLatest = seen.add(step.decision());
                if (after.containsKey(step.number())) {
                    Table table = (chain.isChanged(step) ? chain.inForce : chain.of(step.decision()))
                            .file()
                            .main();
                    Shift.between(table, was.get(), is.get()).stream()
                            .filter(shift -> !isExplanation(table, shift))
                            .forEach(shift -> found.add(new Found(step, isLatest, true, shift)));
                }
            }
            return found;
        }

        private Optional<List<Map<String, @Nullable Object>>> actedOn(
                int at, List<Map<String, @Nullable Object>> answer) {
            Optional<List<Map<String, @Nullable Object>>> acted = Optional.of(answer);
            for (Rounds round : rounds) {
                acted = acted.flatMap(rows -> round.actedOn(steps, at, rows));
            }
            return acted;
        }

        /** Another reason for the same is no other stage and no other service. */
        private static boolean isExplanation(Table table, Shift shift) {
            return table.outcomes().stream()
                    .anyMatch(outcome -> outcome.name().equals(shift.outcome())
                            && outcome.type().equals("string")
                            && outcome.values() == null);
        }
    }
}
