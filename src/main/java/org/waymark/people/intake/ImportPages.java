package org.waymark.people.intake;

import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.background.BackgroundRunner;
import org.waymark.people.PersonDraft;
import org.waymark.people.PersonFields;
import org.waymark.people.intake.IntakeFile.RowState;
import org.waymark.people.intake.IntakeFile.State;
import org.waymark.web.FieldErrors;
import org.waymark.web.Progress;

@Controller
@RequestMapping("/import")
class ImportPages {

    private static final MediaType CSV = new MediaType("text", "csv", StandardCharsets.UTF_8);
    private static final int ROWS_A_PAGE = 50;
    private static final int FINDINGS_SHOWN = 100;
    private static final int LONGEST_REASON = 500;

    private final Intakes intakes;
    private final IntakeWork work;
    private final BackgroundRunner background;
    private final IntakeWords words;
    private final PersonFields fields;
    private final Directory directory;
    private final CurrentViewer current;

    ImportPages(
            Intakes intakes,
            IntakeWork work,
            BackgroundRunner background,
            IntakeWords words,
            PersonFields fields,
            Directory directory,
            CurrentViewer current) {
        this.intakes = intakes;
        this.work = work;
        this.background = background;
        this.words = words;
        this.fields = fields;
        this.directory = directory;
        this.current = current;
    }

    record Choice(String value, String label) {}

    /** One file in the history. */
    record Upload(IntakeFile file, String by) {}

    /** A count that leads to what it counts. */
    record Tile(String count, String label, @Nullable String href, String tone, boolean current) {}

    /** One thing wrong in one cell. */
    record Wrong(int line, String column, String what) {}

    /** A row that resembles somebody, or one that was brought in. */
    record Known(
            int line,
            String name,
            @Nullable String what,
            @Nullable String reference) {}

    /** A row that would be brought in. */
    record Newcomer(int line, String name, @Nullable LocalDate birth, String nhsNumber, String carer) {}

    @GetMapping
    String open(Model model) {
        showUploads(model, current.get(), Map.of(), "");
        return "people/import";
    }

    @PostMapping
    ModelAndView upload(
            @RequestParam(name = "file", required = false) @Nullable MultipartFile file,
            @RequestParam(name = "organisation", defaultValue = "") String organisation,
            Model model)
            throws IOException {
        Viewer viewer = current.get();
        var errors = new LinkedHashMap<String, String>();
        String receiver = viewer.has(Role.ADMINISTRATOR) ? organisation : String.valueOf(viewer.organisation());
        if (intakes.receivers(viewer).stream().noneMatch(one -> one.id().equals(receiver))) {
            errors.put("organisation", fields.said("people.import.chooseOrganisation"));
        }
        ReferralSheet sheet = null;
        if (file == null || (file.isEmpty() && "".equals(file.getOriginalFilename()))) {
            errors.put("file", fields.said("people.import.chooseFile"));
        } else {
            try {
                sheet = read(file);
            } catch (UnreadableFile refusal) {
                errors.put("file", words.say(refusal));
            }
        }
        if (sheet == null || file == null || !errors.isEmpty()) {
            showUploads(model, viewer, errors, organisation);
            return new ModelAndView("people/import", model.asMap(), HttpStatus.BAD_REQUEST);
        }
        String name = file.getOriginalFilename() == null ? "" : file.getOriginalFilename();
        return new ModelAndView("redirect:/import/" + intakes.check(viewer, name, receiver, sheet));
    }

    private static ReferralSheet read(MultipartFile file) throws IOException, UnreadableFile {
        if (file.getSize() > ReferralSheet.LARGEST_BYTES) {
            throw new UnreadableFile("tooLarge");
        }
        return ReferralSheet.read(file.getBytes());
    }

    private void showUploads(Model model, Viewer viewer, Map<String, String> errors, String organisation) {
        FieldErrors.show(model, errors);
        model.addAttribute("organisation", organisation);
        model.addAttribute("mayChoose", viewer.has(Role.ADMINISTRATOR));
        model.addAttribute(
                "receivers",
                intakes.receivers(viewer).stream()
                        .map(one -> new Choice(one.id(), one.name()))
                        .toList());
        model.addAttribute(
                "uploads",
                intakes.history(viewer).stream()
                        .map(file -> new Upload(file, nameOf(file.uploadedBy())))
                        .toList());
    }

    private String nameOf(String username) {
        return directory
                .staffMember(username)
                .map(Directory.StaffMember::displayName)
                .orElse(username);
    }

    @GetMapping("/sample.csv")
    ResponseEntity<Resource> sample() {
        return download("referrals-sample.csv").body(new ClassPathResource("samples/referrals.csv"));
    }

    @GetMapping("/{id}")
    String file(@PathVariable UUID id, @RequestParam(name = "after", defaultValue = "0") int after, Model model) {
        showFile(model, id, after, null, "");
        return "people/import-file";
    }

    private void showFile(Model model, UUID id, int after, @Nullable String error, String reason) {
        IntakeFile file = intakes.view(current.get(), id);
        Map<Column, Integer> places = ReferralSheet.places(file.header());
        model.addAttribute("file", file);
        model.addAttribute("progress", progress(file));
        model.addAttribute("receiver", organisation(file.receivingOrganisation()));
        model.addAttribute("uploadedBy", nameOf(file.uploadedBy()));
        model.addAttribute("startedBy", file.startedBy() == null ? null : nameOf(file.startedBy()));
        model.addAttribute("reason", reason);
        FieldErrors.show(model, error == null ? Map.of() : Map.of("reason", error));
        model.addAttribute("tiles", tiles(file));
        model.addAttribute("unused", new ReferralSheet(file.header(), List.of()).unusedColumns());
        model.addAttribute("wrong", wrong(file));
        model.addAttribute("duplicates", known(file, places, RowState.DUPLICATE, 0, FINDINGS_SHOWN));
        model.addAttribute("known", known(file, places, RowState.KNOWN, 0, FINDINGS_SHOWN));
        model.addAttribute("shown", FINDINGS_SHOWN);
        if (file.state() == State.CHECKED) {
            var rows = intakes.rows(file, List.of(RowState.READY), after, ROWS_A_PAGE + 1);
            model.addAttribute(
                    "newcomers",
                    rows.stream()
                            .limit(ROWS_A_PAGE)
                            .map(row -> newcomer(places, row))
                            .toList());
            page(
                    model,
                    id,
                    after,
                    rows.size() > ROWS_A_PAGE ? rows.get(ROWS_A_PAGE - 1).line() : null);
        } else if (file.state() == State.DONE) {
            var rows = known(file, places, RowState.CREATED, after, ROWS_A_PAGE + 1);
            model.addAttribute("created", rows.stream().limit(ROWS_A_PAGE).toList());
            page(
                    model,
                    id,
                    after,
                    rows.size() > ROWS_A_PAGE ? rows.get(ROWS_A_PAGE - 1).line() : null);
        }
    }

    private static List<Tile> tiles(IntakeFile file) {
        IntakeFile.Counts counts = file.counts();
        var tiles = new ArrayList<Tile>();
        // While it runs, the progress bar says how many are in.
        if (file.state() == State.DONE) {
            tiles.add(tile(counts.created(), "Brought in", "#rows", ""));
        } else if (file.state() != State.RUNNING) {
            tiles.add(tile(counts.ready(), "To bring in", "#rows", ""));
        }
        tiles.add(tile(counts.refused(), "Refused", "#refused", counts.refused() == 0 ? "" : "red"));
        tiles.add(tile(counts.duplicate(), "Likely duplicates", "#duplicate", counts.duplicate() == 0 ? "" : "amber"));
        tiles.add(tile(counts.known(), "Already there", "#known", ""));
        return tiles;
    }

    /** A count of none leads nowhere. */
    private static Tile tile(int count, String label, @Nullable String href, String tone) {
        return new Tile(String.format(Locale.UK, "%,d", count), label, count == 0 ? null : href, tone, false);
    }

    /** Forward by the last line shown; back only to the beginning, which is where one looks again. */
    private static void page(Model model, UUID id, int after, @Nullable Integer last) {
        model.addAttribute("first", after == 0 ? null : "/import/" + id + "#rows");
        model.addAttribute("next", last == null ? null : "/import/" + id + "?after=" + last + "#rows");
    }

    private String organisation(String id) {
        return directory.organisation(id).map(Directory.Organisation::name).orElse(id);
    }

    private List<Wrong> wrong(IntakeFile file) {
        var all = new ArrayList<Wrong>();
        for (IntakeRow row : intakes.rows(file, List.of(RowState.REFUSED), 0, FINDINGS_SHOWN)) {
            row.problems()
                    .forEach(finding -> all.add(new Wrong(row.line(), words.column(finding), words.say(finding))));
        }
        return all;
    }

    private List<Known> known(IntakeFile file, Map<Column, Integer> places, RowState state, int after, int limit) {
        return intakes.rows(file, List.of(state), after, limit).stream()
                .map(row -> new Known(
                        row.line(),
                        IntakeWords.name(places, row),
                        row.like() == null ? null : words.say(row.like(), row.pathway()),
                        row.pathway() == null ? null : row.pathway().value()))
                .toList();
    }

    private static Newcomer newcomer(Map<Column, Integer> places, IntakeRow row) {
        return new Newcomer(
                row.line(),
                IntakeWords.name(places, row),
                PersonDraft.readDate(ReferralSheet.cell(places, row.cells(), Column.DATE_OF_BIRTH))
                        .orElse(null),
                ReferralSheet.cell(places, row.cells(), Column.NHS_NUMBER),
                ReferralSheet.cell(places, row.cells(), Column.CARER_NAME));
    }

    @GetMapping("/{id}/progress")
    ModelAndView progress(@PathVariable UUID id, HttpServletResponse response) {
        return progress(intakes.progress(current.get(), id)).answer(response);
    }

    private static Progress progress(IntakeFile file) {
        IntakeFile.Counts counts = file.counts();
        return new Progress(
                "/import/" + file.id(),
                "Bringing in people",
                counts.created(),
                counts.created() + counts.ready(),
                file.state() == State.RUNNING);
    }

    @PostMapping("/{id}/run")
    ModelAndView run(
            @PathVariable UUID id,
            @RequestParam(name = "duplicates", defaultValue = "leave") String duplicates,
            @RequestParam(name = "reason", defaultValue = "") String typed,
            Model model) {
        String reason = typed.strip();
        boolean bringsAll = duplicates.equals("bring");
        String error = null;
        if (bringsAll && reason.isEmpty()) {
            error = fields.said("people.import.reasonMissing");
        } else if (bringsAll && reason.length() > LONGEST_REASON) {
            error = fields.said("people.problem.reason.tooLong");
        }
        if (error != null) {
            showFile(model, id, 0, error, typed);
            return new ModelAndView("people/import-file", model.asMap(), HttpStatus.BAD_REQUEST);
        }
        intakes.start(current.get(), id, bringsAll ? reason : null);
        background.wake(work);
        return new ModelAndView("redirect:/import/" + id);
    }

    @PostMapping("/{id}/discard")
    String discard(@PathVariable UUID id, RedirectAttributes redirect) {
        intakes.discard(current.get(), id);
        redirect.addFlashAttribute("done", fields.said("people.import.discarded"));
        return "redirect:/import";
    }

    @GetMapping("/{id}/refused.csv")
    ResponseEntity<byte[]> refused(@PathVariable UUID id) throws IOException {
        Viewer viewer = current.get();
        List<String> header = intakes.progress(viewer, id).header();
        var out = new ByteArrayOutputStream();
        try (var csv = new CSVPrinter(new OutputStreamWriter(out, StandardCharsets.UTF_8), CSVFormat.DEFAULT)) {
            // Spreadsheet programs take a CSV without this mark for one of an older encoding.
            csv.getOut().append('\uFEFF');
            csv.printRecord(withReason(header, "reason"));
            for (IntakeRow row : intakes.leftOut(viewer, id)) {
                csv.printRecord(withReason(padded(row.cells(), header.size()), words.reason(row)));
            }
        }
        return download("refused-rows.csv").body(out.toByteArray());
    }

    /** A row that is too short or too long keeps its cells, and its reason stands under the others' all the same. */
    private static List<String> padded(List<String> cells, int length) {
        var all = new ArrayList<>(cells.subList(0, Math.min(cells.size(), length)));
        while (all.size() < length) {
            all.add("");
        }
        return all;
    }

    private static List<String> withReason(List<String> cells, String reason) {
        var all = new ArrayList<String>();
        cells.forEach(cell -> all.add(SafeCells.neutral(cell)));
        all.add(SafeCells.neutral(reason));
        return all;
    }

    private static ResponseEntity.BodyBuilder download(String name) {
        return ResponseEntity.ok()
                .contentType(CSV)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(name).build().toString());
    }
}
