package org.waymark.rules.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory;
import org.waymark.access.NotVisible;
import org.waymark.access.Role;
import org.waymark.rules.Edition;
import org.waymark.rules.Rules;
import org.waymark.rules.TableProposal;
import org.waymark.rules.TableProposals;
import org.waymark.web.Words;
import org.waymark.workflow.TableFile;

/** The tables that decide, to be read. */
@Controller
@RequestMapping("/rules")
class RulesController {

    private final Rules rules;
    private final TableProposals proposals;
    private final Directory directory;
    private final RuleWords ruleWords;
    private final Words words;
    private final CurrentViewer viewer;

    RulesController(
            Rules rules,
            TableProposals proposals,
            Directory directory,
            RuleWords ruleWords,
            Words words,
            CurrentViewer viewer) {
        this.rules = rules;
        this.proposals = proposals;
        this.directory = directory;
        this.ruleWords = ruleWords;
        this.words = words;
        this.viewer = viewer;
    }

    @GetMapping
    String all(Model model) {
        model.addAttribute("decisions", rules.all(viewer.get()));
        List<TableProposal> submitted = proposals.submitted(viewer.get());
        model.addAttribute("submitted", submitted);
        model.addAttribute(
                "names",
                directory.displayNames(
                        submitted.stream().map(TableProposal::author).toList()));
        return "rules/rules";
    }

    @GetMapping("/{decision}")
    @Transactional
    String inForce(@PathVariable String decision, Model model) {
        Rules.Standing standing = rules.of(viewer.get(), decision);
        return show(standing, standing.inForce(), model);
    }

    @GetMapping("/{decision}/versions/{number}")
    @Transactional
    String version(@PathVariable String decision, @PathVariable int number, Model model) {
        Rules.Standing standing = rules.of(viewer.get(), decision);
        Edition edition = rules.editions(viewer.get(), decision).stream()
                .filter(one -> one.number() == number)
                .findFirst()
                .orElseThrow(NotVisible::new);
        return show(standing, edition, model);
    }

    private String show(Rules.Standing standing, Edition edition, Model model) {
        TableFile file = rules.file(viewer.get(), standing.decision(), edition.number());
        model.addAttribute("standing", standing);
        model.addAttribute("edition", edition);
        model.addAttribute("file", TableView.of(file, ruleWords, words));
        model.addAttribute("editions", rules.editions(viewer.get(), standing.decision()));
        List<TableProposal> proposed = proposals.of(viewer.get(), standing.decision());
        model.addAttribute("proposals", proposed);
        model.addAttribute(
                "names",
                directory.displayNames(
                        proposed.stream().map(TableProposal::author).toList()));
        model.addAttribute("mayPropose", viewer.get().has(Role.CLINICAL_OWNER));
        return "rules/decision";
    }

    @GetMapping("/{decision}/versions/{number}/file")
    ResponseEntity<byte[]> file(@PathVariable String decision, @PathVariable int number) {
        return download(rules.download(viewer.get(), decision, number), decision + "-" + number);
    }

    static ResponseEntity<byte[]> download(TableFile file, String name) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_XML)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name + ".dmn")
                                .build()
                                .toString())
                .body(file.xml().getBytes(StandardCharsets.UTF_8));
    }
}
