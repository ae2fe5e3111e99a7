package org.waymark.worklist.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.waymark.access.CurrentViewer;
import org.waymark.kernel.WaymarkClock;
import org.waymark.web.Notices;

/** The list of work that waits, as a page and as a file. */
@Controller
@RequestMapping("/worklist")
class WorklistController {

    private static final MediaType CSV = new MediaType("text", "csv", StandardCharsets.UTF_8);

    private final WorklistPages pages;
    private final WorklistFile file;
    private final CurrentViewer viewer;
    private final WaymarkClock clock;
    private final List<Notices> notices;

    WorklistController(
            WorklistPages pages, WorklistFile file, CurrentViewer viewer, WaymarkClock clock, List<Notices> notices) {
        this.pages = pages;
        this.file = file;
        this.viewer = viewer;
        this.clock = clock;
        this.notices = notices;
    }

    @GetMapping
    String worklist(
            @RequestParam(required = false) @Nullable String view,
            @RequestParam(required = false) @Nullable String process,
            @RequestParam(required = false) @Nullable String due,
            @RequestParam(required = false) @Nullable String after,
            Model model) {
        model.addAllAttributes(pages.page(viewer.get(), WorklistRequest.of(view, process, due, after)));
        model.addAttribute(
                "notices",
                notices.stream().flatMap(one -> one.of(viewer.get()).stream()).toList());
        return "worklist/worklist";
    }

    @GetMapping(params = "format=csv")
    ResponseEntity<byte[]> download(
            @RequestParam(required = false) @Nullable String view,
            @RequestParam(required = false) @Nullable String process) {
        var rows = pages.all(viewer.get(), WorklistRequest.of(view, process, null, null));
        var name = ContentDisposition.attachment()
                .filename("worklist-" + clock.today() + ".csv")
                .build();
        return ResponseEntity.ok()
                .contentType(CSV)
                .header(HttpHeaders.CONTENT_DISPOSITION, name.toString())
                .body(file.of(rows));
    }
}
