package org.waymark.rules.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory;
import org.waymark.access.NotVisible;
import org.waymark.kernel.PathwayRef;
import org.waymark.people.People;
import org.waymark.people.People.Label;
import org.waymark.rules.Rules;
import org.waymark.rules.Shift;
import org.waymark.rules.TableProposal;
import org.waymark.rules.TableProposals;
import org.waymark.rules.TableTrial;
import org.waymark.rules.TableTrial.Group;
import org.waymark.rules.TableTrial.Told;
import org.waymark.rules.TableTrials;
import org.waymark.web.Progress;
import org.waymark.workflow.TableFile;

/** Proposed tables tried on everything on record. */
@Controller
@RequestMapping("/rules")
class TrialsController {

    private static final int GROUPS_SHOWN = 200;
    private static final int PEOPLE_A_PAGE = 50;

    private final TableTrials trials;
    private final TableProposals proposals;
    private final Rules rules;
    private final ProposalView view;
    private final People people;
    private final Directory directory;
    private final CurrentViewer viewer;

    TrialsController(
            TableTrials trials,
            TableProposals proposals,
            Rules rules,
            ProposalView view,
            People people,
            Directory directory,
            CurrentViewer viewer) {
        this.trials = trials;
        this.proposals = proposals;
        this.rules = rules;
        this.view = view;
        this.people = people;
        this.directory = directory;
        this.viewer = viewer;
    }

    /** What would come out otherwise, in words, and for how many. */
    record GroupView(String decision, ProposalView.ShiftView shift, long evaluations, long people, long now) {}

    /**
     * @param shifts of the table itself: what would have come of it, or else only what it would have answered
     * @param follows of other decisions
     * @param endsThere whether nothing else would have come of it
     */
    record PersonView(
            String reference, String name, List<ToldView> shifts, List<ToldView> follows, boolean endsThere) {}

    record ToldView(ProposalView.ShiftView shift, boolean isEarlier) {}

    @PostMapping("/proposals/{id}/try")
    String begin(@PathVariable UUID id) {
        return "redirect:/rules/trials/" + trials.begin(viewer.get(), id);
    }

    @GetMapping("/trials/{id}")
    @Transactional
    String look(@PathVariable UUID id, @RequestParam(defaultValue = "") String after, Model model) {
        TableTrial trial = trials.view(viewer.get(), id);
        TableProposal proposal = proposals.view(viewer.get(), trial.proposal());
        Tables tables = tables(trial, proposal);
        model.addAttribute("trial", trial);
        model.addAttribute("proposal", proposal);
        model.addAttribute(
                "by", directory.displayNames(List.of(trial.startedBy())).get(trial.startedBy()));
        model.addAttribute("progress", progress(trial));
        model.addAttribute("isCurrent", trials.isCurrent(viewer.get(), trial));
        model.addAttribute("difference", trials.difference(viewer.get(), id));
        model.addAttribute("comesTo", view.say(trial, trials.consequences(viewer.get(), id)));
        List<Group> answers = trials.groups(viewer.get(), id, GROUPS_SHOWN);
        List<Group> outcomes = trials.comesTo(viewer.get(), id, GROUPS_SHOWN);
        model.addAttribute("groups", shown(answers, tables, false));
        model.addAttribute("outcomes", shown(outcomes, tables, true));
        model.addAttribute("isCut", Math.max(answers.size(), outcomes.size()) == GROUPS_SHOWN);
        model.addAttribute("groupsShown", GROUPS_SHOWN);
        showPeople(trial, tables, after, model);
        return "rules/trial";
    }

    /** The tables whose answers are told: the proposed one, and those that follow as they were in force. */
    private record Tables(TableFile proposed, Function<String, TableFile> following) {

        boolean isProposed(Shift shift) {
            return shift.decision().equals(proposed.decision());
        }

        TableFile of(Shift shift) {
            return isProposed(shift) ? proposed : following.apply(shift.decision());
        }
    }

    private Tables tables(TableTrial trial, TableProposal proposal) {
        Map<String, TableFile> read = new HashMap<>();
        return new Tables(
                proposal.file(),
                decision -> read.computeIfAbsent(
                        decision,
                        one -> rules.file(
                                viewer.get(),
                                one,
                                Objects.requireNonNull(trial.following().get(one)))));
    }

    private List<GroupView> shown(List<Group> groups, Tables tables, boolean isNamed) {
        return groups.stream()
                .map(group -> {
                    TableFile file = tables.of(group.shift());
                    return new GroupView(
                            isNamed ? file.name() : "",
                            view.shift(file, group.shift()),
                            group.evaluations(),
                            group.people(),
                            group.now());
                })
                .toList();
    }

    private void showPeople(TableTrial trial, Tables tables, String after, Model model) {
        UUID id = trial.id();
        Map<PathwayRef, List<Told>> found = trials.people(viewer.get(), id, known(after), PEOPLE_A_PAGE + 1);
        List<PathwayRef> shown = found.keySet().stream().limit(PEOPLE_A_PAGE).toList();
        Map<PathwayRef, Label> labels = people.labels(viewer.get(), shown);
        List<PersonView> views = new ArrayList<>();
        for (PathwayRef ref : shown) {
            Label label = labels.get(ref);
            List<Told> told = found.getOrDefault(ref, List.of());
            boolean isActedOn = told.stream().anyMatch(one -> one.isActedOn() && tables.isProposed(one.shift()));
            views.add(new PersonView(
                    ref.value(),
                    label == null ? ref.value() : label.name(),
                    said(told, tables, one -> tables.isProposed(one.shift()) && one.isActedOn() == isActedOn),
                    said(told, tables, one -> !tables.isProposed(one.shift())),
                    told.stream().noneMatch(Told::isActedOn)));
        }
        model.addAttribute("people", views);
        model.addAttribute("visible", trials.visible(viewer.get(), id));
        model.addAttribute("first", after.isEmpty() ? null : "/rules/trials/" + id + "#people");
        model.addAttribute(
                "next",
                found.size() > PEOPLE_A_PAGE
                        ? "/rules/trials/" + id + "?after=" + shown.get(PEOPLE_A_PAGE - 1) + "#people"
                        : null);
    }

    private List<ToldView> said(List<Told> told, Tables tables, Predicate<Told> which) {
        return told.stream()
                .filter(which)
                .map(one -> new ToldView(
                        view.shift(tables.of(one.shift()), one.shift()), one.isActedOn() && !one.isLatest()))
                .toList();
    }

    private static String known(String after) {
        if (!after.isEmpty() && !PathwayRef.isValid(after)) {
            throw new NotVisible();
        }
        return after;
    }

    @GetMapping("/trials/{id}/progress")
    ModelAndView progress(@PathVariable UUID id, HttpServletResponse response) {
        return progress(trials.progress(viewer.get(), id)).answer(response);
    }

    private static Progress progress(TableTrial trial) {
        return new Progress(
                "/rules/trials/" + trial.id(),
                "Evaluations asked again",
                trial.looked(),
                Math.max(1, trial.total()),
                trial.state() == TableTrial.State.RUNNING);
    }
}
