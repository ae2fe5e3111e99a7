package org.waymark.rules.web;

import java.beans.PropertyEditorSupport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory;
import org.waymark.access.NotVisible;
import org.waymark.access.Role;
import org.waymark.rules.Edition;
import org.waymark.rules.Finding;
import org.waymark.rules.Rules;
import org.waymark.rules.TableProposal;
import org.waymark.rules.TableProposals;
import org.waymark.rules.TableTrial;
import org.waymark.rules.TableTrials;
import org.waymark.web.FieldErrors;
import org.waymark.web.Words;
import org.waymark.workflow.TableFile;
import org.waymark.workflow.TableFile.Formula;
import org.waymark.workflow.TableFile.Refusal;
import org.waymark.workflow.TableFile.Row;
import org.waymark.workflow.TableFile.Table;

/** Proposed changes of the tables that decide: begun, drawn up row by row or as a file, and looked at. */
@Controller
@RequestMapping("/rules")
class ProposalsController {

    private static final int LONGEST_SOURCE = 500;
    private static final int LONGEST_REASON = 2_000;
    private static final int LONGEST_CELL = 1_000;
    private static final int LONGEST_FORMULA = 4_000;

    private final TableProposals proposals;
    private final TableTrials trials;
    private final Rules rules;
    private final ProposalView view;
    private final RuleWords ruleWords;
    private final Words words;
    private final Directory directory;
    private final CurrentViewer viewer;

    ProposalsController(
            TableProposals proposals,
            TableTrials trials,
            Rules rules,
            ProposalView view,
            RuleWords ruleWords,
            Words words,
            Directory directory,
            CurrentViewer viewer) {
        this.proposals = proposals;
        this.trials = trials;
        this.rules = rules;
        this.view = view;
        this.ruleWords = ruleWords;
        this.words = words;
        this.directory = directory;
        this.viewer = viewer;
    }

    /** What is typed stays without signs that neither a table's file nor the database can hold. */
    @InitBinder
    void readTyped(WebDataBinder binder) {
        binder.registerCustomEditor(String.class, new PropertyEditorSupport() {
            @Override
            public void setAsText(String text) {
                setValue(typed(text));
            }
        });
    }

    private static String typed(String text) {
        return text.codePoints()
                .filter(c -> c == '\n'
                        || c == '\t'
                        || (!Character.isISOControl(c)
                                && Character.getType(c) != Character.SURROGATE
                                && c != 0xFFFE
                                && c != 0xFFFF))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    // ------------------------------------------------------------------ beginning

    @GetMapping("/{decision}/propose")
    @Transactional
    String begin(@PathVariable String decision, @RequestParam(required = false) @Nullable Integer from, Model model) {
        proposals.requireOwner(viewer.get());
        Edition edition = edition(decision, from);
        return showBegin(model, decision, edition, edition.source(), "", Map.of());
    }

    @PostMapping("/{decision}/propose")
    ModelAndView begin(
            @PathVariable String decision,
            @RequestParam(required = false) @Nullable Integer from,
            @RequestParam(defaultValue = "") String source,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(required = false) @Nullable MultipartFile file,
            Model model,
            RedirectAttributes redirect)
            throws IOException {
        proposals.requireOwner(viewer.get());
        Edition edition = edition(decision, from);
        Map<String, String> errors = about(source, reason);
        if (errors.isEmpty()) {
            try {
                UUID id = isChosen(file)
                        ? proposals.begin(viewer.get(), decision, bytes(file), source.strip(), reason.strip())
                        : proposals.begin(viewer.get(), decision, edition.number(), source.strip(), reason.strip());
                redirect.addFlashAttribute("done", words.code("RuleDone", "BEGUN"));
                return new ModelAndView("redirect:/rules/proposals/" + id);
            } catch (Refusal refusal) {
                errors.put("file", view.say(refusal));
            }
        }
        String page = showBegin(model, decision, edition, source, reason, errors);
        return new ModelAndView(page, model.asMap(), HttpStatus.BAD_REQUEST);
    }

    private Edition edition(String decision, @Nullable Integer number) {
        return rules.editions(viewer.get(), decision).stream()
                .filter(edition -> number == null ? edition.isInForce() : edition.number() == number)
                .findFirst()
                .orElseThrow(NotVisible::new);
    }

    private String showBegin(
            Model model, String decision, Edition from, String source, String reason, Map<String, String> errors) {
        model.addAttribute("decision", decision);
        model.addAttribute(
                "name", rules.file(viewer.get(), decision, from.number()).name());
        model.addAttribute("from", from);
        model.addAttribute("source", source);
        model.addAttribute("reason", reason);
        FieldErrors.show(model, errors);
        return "rules/propose";
    }

    private Map<String, String> about(String source, String reason) {
        Map<String, String> errors = new LinkedHashMap<>();
        if (source.isBlank() || source.length() > LONGEST_SOURCE) {
            errors.put("source", words.code("RuleError", source.isBlank() ? "SOURCE" : "SOURCE_LONG"));
        }
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            errors.put("reason", words.code("RuleError", reason.isBlank() ? "REASON" : "REASON_LONG"));
        }
        return errors;
    }

    private static boolean isChosen(@Nullable MultipartFile file) {
        return file != null && !(file.isEmpty() && "".equals(file.getOriginalFilename()));
    }

    /** What is too large is not even read. */
    private static byte[] bytes(@Nullable MultipartFile file) throws IOException, Refusal {
        if (file == null) {
            return new byte[0];
        }
        if (file.getSize() > TableFile.LARGEST) {
            throw new Refusal("tooLarge", "");
        }
        return file.getBytes();
    }

    // ------------------------------------------------------------------ looking

    @GetMapping("/proposals/{id}")
    @Transactional
    String look(@PathVariable UUID id, Model model) {
        TableProposal proposal = proposals.view(viewer.get(), id);
        FieldErrors.show(model, Map.of());
        return show(proposal, model);
    }

    private String show(TableProposal proposal, Model model) {
        boolean mayChange = proposals.mayChange(viewer.get(), proposal);
        List<String> people = new ArrayList<>(List.of(proposal.author()));
        if (proposal.answeredBy() != null) {
            people.add(proposal.answeredBy());
        }
        model.addAttribute("proposal", proposal);
        Rules.Standing standing = rules.of(viewer.get(), proposal.decision());
        model.addAttribute("standing", standing);
        model.addAttribute(
                "isBased", proposal.baseVersion() == standing.inForce().number());
        model.addAttribute("names", directory.displayNames(people));
        model.addAttribute("mayChange", mayChange);
        model.addAttribute("mayDecide", proposals.mayDecide(viewer.get(), proposal));
        model.addAttribute("isAuthor", viewer.get().username().equals(proposal.author()));
        model.addAttribute(
                "problems",
                view.problems(
                        proposal.file(),
                        proposal.findings(),
                        mayChange ? "/rules/proposals/" + proposal.id() + "/rows/" : null));
        model.addAttribute("changes", view.changes(proposal.file(), proposals.changes(viewer.get(), proposal)));
        model.addAttribute("file", TableView.of(proposal.file(), ruleWords, words));
        TableTrial trial = trials.latest(viewer.get(), proposal.id()).orElse(null);
        model.addAttribute("trial", trial);
        model.addAttribute("isTried", trial != null && trials.isCurrent(viewer.get(), trial));
        model.addAttribute("difference", trial == null ? null : trials.difference(viewer.get(), trial.id()));
        model.addAttribute(
                "comesTo", trial == null ? List.of() : view.say(trial, trials.consequences(viewer.get(), trial.id())));
        model.addAttribute("mayTry", viewer.get().has(Role.CLINICAL_OWNER));
        return "rules/proposal";
    }

    @GetMapping("/proposals/{id}/file")
    ResponseEntity<byte[]> file(@PathVariable UUID id) {
        TableProposal proposal = proposals.view(viewer.get(), id);
        return RulesController.download(proposal.file(), proposal.decision() + "-proposed");
    }

    // ------------------------------------------------------------------ drawing up

    @GetMapping("/proposals/{id}/about")
    @Transactional
    String about(@PathVariable UUID id, Model model) {
        proposals.requireOwner(viewer.get());
        TableProposal proposal = proposals.view(viewer.get(), id);
        return showAbout(model, proposal, proposal.source(), proposal.reason(), Map.of());
    }

    @PostMapping("/proposals/{id}/about")
    ModelAndView about(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String source,
            @RequestParam(defaultValue = "") String reason,
            Model model) {
        proposals.requireOwner(viewer.get());
        Map<String, String> errors = about(source, reason);
        if (!errors.isEmpty()) {
            String page = showAbout(model, proposals.view(viewer.get(), id), source, reason, errors);
            return new ModelAndView(page, model.asMap(), HttpStatus.BAD_REQUEST);
        }
        proposals.describe(viewer.get(), id, source.strip(), reason.strip());
        return new ModelAndView("redirect:/rules/proposals/" + id);
    }

    private String showAbout(
            Model model, TableProposal proposal, String source, String reason, Map<String, String> errors) {
        model.addAttribute("proposal", proposal);
        model.addAttribute("source", source);
        model.addAttribute("reason", reason);
        FieldErrors.show(model, errors);
        return "rules/about";
    }

    @PostMapping("/proposals/{id}/file")
    @Transactional
    ModelAndView replace(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "0") int revision,
            @RequestParam(required = false) @Nullable MultipartFile file,
            Model model,
            RedirectAttributes redirect)
            throws IOException {
        proposals.requireOwner(viewer.get());
        String wrong;
        try {
            if (isChosen(file)) {
                proposals.replace(viewer.get(), id, revision, bytes(file));
                redirect.addFlashAttribute("done", words.code("RuleDone", "REPLACED"));
                return new ModelAndView("redirect:/rules/proposals/" + id);
            }
            wrong = words.code("RuleError", "FILE");
        } catch (Refusal refusal) {
            wrong = view.say(refusal);
        }
        FieldErrors.show(model, Map.of("file", wrong));
        String page = show(proposals.view(viewer.get(), id), model);
        return new ModelAndView(page, model.asMap(), HttpStatus.BAD_REQUEST);
    }

    /** One cell of the form that changes a row. */
    record Field(String id, String label, String hint, String value) {}

    @GetMapping("/proposals/{id}/rows/{table}/{row}")
    @Transactional
    String row(@PathVariable UUID id, @PathVariable String table, @PathVariable String row, Model model) {
        proposals.requireOwner(viewer.get());
        TableProposal proposal = proposals.view(viewer.get(), id);
        Table of = proposal.file().table(table).orElseThrow(NotVisible::new);
        Row shown = row.equals("new")
                ? new Row(
                        "",
                        "",
                        of.columns().stream().map(column -> "").toList(),
                        of.outcomes().stream().map(outcome -> "").toList())
                : of.rows().stream()
                        .filter(one -> one.id().equals(row))
                        .findFirst()
                        .orElseThrow(NotVisible::new);
        return showRow(model, proposal, of, row, shown, Map.of());
    }

    @PostMapping("/proposals/{id}/rows/{table}/{row}")
    @Transactional
    ModelAndView row(
            @PathVariable UUID id,
            @PathVariable String table,
            @PathVariable String row,
            @RequestParam(defaultValue = "0") int revision,
            @RequestParam Map<String, String> sent,
            Model model,
            RedirectAttributes redirect) {
        proposals.requireOwner(viewer.get());
        TableProposal proposal = proposals.view(viewer.get(), id);
        Table of = proposal.file().table(table).orElseThrow(NotVisible::new);
        List<String> when = cells(sent, "when-", of.columns().size());
        List<String> then = cells(sent, "then-", of.outcomes().size());
        String said = typed(sent.getOrDefault("words", "")).strip();
        Map<String, String> errors = tooLong(when, then, said);
        if (errors.isEmpty()) {
            List<Finding> wrong = proposals.putRow(
                    viewer.get(),
                    id,
                    revision,
                    table,
                    row.equals("new") ? null : row,
                    when.stream().map(cell -> cell.isEmpty() ? "-" : cell).toList(),
                    then,
                    said);
            wrong.forEach(finding -> errors.putIfAbsent(fieldOf(of, finding), view.say(finding)));
        }
        if (!errors.isEmpty()) {
            String page = showRow(model, proposal, of, row, new Row("", said, when, then), errors);
            return new ModelAndView(page, model.asMap(), HttpStatus.BAD_REQUEST);
        }
        redirect.addFlashAttribute("done", words.code("RuleDone", "ROW"));
        return new ModelAndView("redirect:/rules/proposals/" + id);
    }

    private static List<String> cells(Map<String, String> sent, String prefix, int count) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            cells.add(typed(sent.getOrDefault(prefix + i, "")).strip());
        }
        return cells;
    }

    private Map<String, String> tooLong(List<String> when, List<String> then, String said) {
        Map<String, String> errors = new LinkedHashMap<>();
        String wrong = words.code("RuleError", "CELL_LONG");
        for (int i = 0; i < when.size(); i++) {
            if (when.get(i).length() > LONGEST_CELL) {
                errors.put("when-" + i, wrong);
            }
        }
        for (int i = 0; i < then.size(); i++) {
            if (then.get(i).length() > LONGEST_CELL) {
                errors.put("then-" + i, wrong);
            }
        }
        if (said.length() > LONGEST_CELL) {
            errors.put("words", wrong);
        }
        return errors;
    }

    private static String fieldOf(Table table, Finding finding) {
        List<String> columns =
                table.columns().stream().map(TableFile.Column::label).toList();
        List<String> outcomes =
                table.outcomes().stream().map(TableFile.Outcome::label).toList();
        if (columns.contains(String.valueOf(finding.column()))) {
            return "when-" + columns.indexOf(finding.column());
        }
        return outcomes.contains(String.valueOf(finding.column()))
                ? "then-" + outcomes.indexOf(finding.column())
                : "words";
    }

    private String showRow(
            Model model, TableProposal proposal, Table table, String row, Row shown, Map<String, String> errors) {
        List<Field> when = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            TableFile.Column column = table.columns().get(i);
            String cell = shown.when().get(i);
            when.add(new Field(
                    "when-" + i, column.label(), hint(column.type(), column.values()), cell.equals("-") ? "" : cell));
        }
        List<Field> then = new ArrayList<>();
        for (int i = 0; i < table.outcomes().size(); i++) {
            TableFile.Outcome outcome = table.outcomes().get(i);
            then.add(new Field(
                    "then-" + i,
                    outcome.label(),
                    hint(outcome.type(), outcome.values()),
                    shown.then().get(i)));
        }
        model.addAttribute("proposal", proposal);
        model.addAttribute("table", table);
        model.addAttribute("row", row);
        model.addAttribute("number", table.rows().stream().map(Row::id).toList().indexOf(row) + 1);
        model.addAttribute("when", when);
        model.addAttribute("then", then);
        model.addAttribute("said", shown.words());
        model.addAttribute("longest", LONGEST_CELL);
        FieldErrors.show(model, errors);
        return "rules/row";
    }

    private String hint(String type, @Nullable String values) {
        return values == null
                ? words.code("RuleHint", type.toUpperCase(Locale.ROOT))
                : words.code("RuleHint", "VALUES") + " " + values;
    }

    @PostMapping("/proposals/{id}/rows/{table}/{row}/remove")
    String remove(
            @PathVariable UUID id,
            @PathVariable String table,
            @PathVariable String row,
            @RequestParam(defaultValue = "0") int revision,
            RedirectAttributes redirect) {
        proposals.removeRow(viewer.get(), id, revision, table, row);
        redirect.addFlashAttribute("done", words.code("RuleDone", "REMOVED"));
        return "redirect:/rules/proposals/" + id;
    }

    @GetMapping("/proposals/{id}/formulas/{formula}")
    @Transactional
    String formula(@PathVariable UUID id, @PathVariable String formula, Model model) {
        proposals.requireOwner(viewer.get());
        TableProposal proposal = proposals.view(viewer.get(), id);
        Formula shown = formula(proposal, formula);
        return showFormula(model, proposal, shown, shown.text(), Map.of());
    }

    @PostMapping("/proposals/{id}/formulas/{formula}")
    @Transactional
    ModelAndView formula(
            @PathVariable UUID id,
            @PathVariable String formula,
            @RequestParam(defaultValue = "0") int revision,
            @RequestParam(defaultValue = "") String text,
            Model model,
            RedirectAttributes redirect) {
        proposals.requireOwner(viewer.get());
        TableProposal proposal = proposals.view(viewer.get(), id);
        Formula of = formula(proposal, formula);
        Map<String, String> errors = new LinkedHashMap<>();
        if (text.length() > LONGEST_FORMULA) {
            errors.put("text", words.code("RuleError", "FORMULA_LONG"));
        } else {
            proposals
                    .putFormula(viewer.get(), id, revision, formula, text.strip())
                    .forEach(finding -> errors.putIfAbsent("text", view.say(finding)));
        }
        if (!errors.isEmpty()) {
            String page = showFormula(model, proposal, of, text, errors);
            return new ModelAndView(page, model.asMap(), HttpStatus.BAD_REQUEST);
        }
        redirect.addFlashAttribute("done", words.code("RuleDone", "FORMULA"));
        return new ModelAndView("redirect:/rules/proposals/" + id);
    }

    private static Formula formula(TableProposal proposal, String decision) {
        return proposal.file().formulas().stream()
                .filter(one -> one.decision().equals(decision))
                .findFirst()
                .orElseThrow(NotVisible::new);
    }

    private String showFormula(
            Model model, TableProposal proposal, Formula formula, String text, Map<String, String> errors) {
        model.addAttribute("proposal", proposal);
        model.addAttribute("formula", formula);
        model.addAttribute("text", text);
        model.addAttribute("longest", LONGEST_FORMULA);
        FieldErrors.show(model, errors);
        return "rules/formula";
    }

    // ------------------------------------------------------------------ deciding

    @PostMapping("/proposals/{id}/submit")
    String submit(@PathVariable UUID id, @RequestParam(defaultValue = "0") int revision, RedirectAttributes redirect) {
        proposals.submit(viewer.get(), id, revision);
        redirect.addFlashAttribute("done", words.code("RuleDone", "SUBMITTED"));
        return "redirect:/rules/proposals/" + id;
    }

    @PostMapping("/proposals/{id}/reopen")
    String reopen(@PathVariable UUID id) {
        proposals.reopen(viewer.get(), id);
        return "redirect:/rules/proposals/" + id;
    }

    @PostMapping("/proposals/{id}/approve")
    @Transactional
    ModelAndView approve(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "0") int revision,
            @RequestParam(defaultValue = "") String answer,
            Model model,
            RedirectAttributes redirect) {
        proposals.requireOwner(viewer.get());
        if (answer.length() > LONGEST_REASON) {
            return askAgain(id, answer, "ANSWER_LONG", model);
        }
        proposals.approve(viewer.get(), id, revision, answer.strip());
        redirect.addFlashAttribute("done", words.code("RuleDone", "ADOPTED"));
        return new ModelAndView("redirect:/rules/proposals/" + id);
    }

    @PostMapping("/proposals/{id}/send-back")
    @Transactional
    ModelAndView sendBack(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "0") int revision,
            @RequestParam(defaultValue = "") String answer,
            Model model,
            RedirectAttributes redirect) {
        proposals.requireOwner(viewer.get());
        if (answer.isBlank() || answer.length() > LONGEST_REASON) {
            return askAgain(id, answer, answer.isBlank() ? "ANSWER" : "ANSWER_LONG", model);
        }
        proposals.sendBack(viewer.get(), id, revision, answer.strip());
        redirect.addFlashAttribute("done", words.code("RuleDone", "SENT_BACK"));
        return new ModelAndView("redirect:/rules/proposals/" + id);
    }

    private ModelAndView askAgain(UUID id, String answer, String wrong, Model model) {
        FieldErrors.show(model, Map.of("answer", words.code("RuleError", wrong)));
        model.addAttribute("answer", answer);
        String page = show(proposals.view(viewer.get(), id), model);
        return new ModelAndView(page, model.asMap(), HttpStatus.BAD_REQUEST);
    }

    @PostMapping("/proposals/{id}/withdraw")
    String withdraw(@PathVariable UUID id) {
        proposals.withdraw(viewer.get(), id);
        return "redirect:/rules/proposals/" + id;
    }
}
