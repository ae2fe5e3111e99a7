package org.waymark.workflow.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory;
import org.waymark.web.Progress;
import org.waymark.web.Words;
import org.waymark.workflow.models.ModelVersions;
import org.waymark.workflow.models.ModelVersions.Kind;
import org.waymark.workflow.models.ModelVersions.Round;
import org.waymark.workflow.models.ModelVersions.State;

/** Shows operators which versions of the models people are on, and moves them to the latest. */
@Controller
@RequestMapping("/models")
class ModelsController {

    private static final int ROUNDS_SHOWN = 20;
    private static final int FAILURES_SHOWN = 100;

    private final ModelVersions versions;
    private final Directory directory;
    private final CurrentViewer viewer;
    private final Words words;

    ModelsController(ModelVersions versions, Directory directory, CurrentViewer viewer, Words words) {
        this.versions = versions;
        this.directory = directory;
        this.viewer = viewer;
        this.words = words;
    }

    @GetMapping
    @Transactional
    String models(Model model) {
        List<Round> rounds = versions.rounds(viewer.get(), ROUNDS_SHOWN);
        model.addAttribute(
                "models",
                versions.standings(viewer.get()).stream()
                        .sorted(Comparator.comparing(standing -> words.process(standing.process())))
                        .toList());
        model.addAttribute("rounds", rounds);
        model.addAttribute(
                "names",
                directory.displayNames(rounds.stream().map(Round::startedBy).toList()));
        return "workflow/models";
    }

    @GetMapping("/{process}/{version}")
    @Transactional
    String plan(@PathVariable String process, @PathVariable int version, Model model) {
        ModelVersions.Plan plan = versions.plan(viewer.get(), process, version);
        model.addAttribute("plan", plan);
        model.addAttribute("orphans", plan.orphans());
        model.addAttribute(
                "trial",
                versions.rounds(viewer.get(), ROUNDS_SHOWN).stream()
                        .filter(round -> round.kind() == Kind.TRIAL
                                && round.state() == State.DONE
                                && round.process().equals(process)
                                && round.from() == version
                                && round.to() == plan.to().number())
                        .findFirst()
                        .orElse(null));
        return "workflow/model-plan";
    }

    @PostMapping("/{process}/{version}/try")
    String tryOut(@PathVariable String process, @PathVariable int version) {
        return "redirect:/models/rounds/" + versions.begin(viewer.get(), process, version, Kind.TRIAL);
    }

    @PostMapping("/{process}/{version}/move")
    String move(@PathVariable String process, @PathVariable int version) {
        return "redirect:/models/rounds/" + versions.begin(viewer.get(), process, version, Kind.MOVE);
    }

    @GetMapping("/rounds/{id}")
    @Transactional
    String round(@PathVariable UUID id, Model model) {
        Round round = versions.round(viewer.get(), id);
        model.addAttribute("round", round);
        model.addAttribute("progress", progress(round));
        model.addAttribute(
                "by", directory.displayNames(List.of(round.startedBy())).get(round.startedBy()));
        model.addAttribute("failures", versions.failures(viewer.get(), id, FAILURES_SHOWN));
        return "workflow/model-round";
    }

    @GetMapping("/rounds/{id}/progress")
    ModelAndView progress(@PathVariable UUID id, HttpServletResponse response) {
        return progress(versions.progress(viewer.get(), id)).answer(response);
    }

    private static Progress progress(Round round) {
        return new Progress(
                "/models/rounds/" + round.id(),
                "People looked at",
                round.total() - round.waiting(),
                round.total(),
                round.state() == State.RUNNING);
    }

    @PostMapping("/rounds/{id}/stop")
    String stop(@PathVariable UUID id) {
        versions.stop(viewer.get(), id);
        return "redirect:/models/rounds/" + id;
    }
}
