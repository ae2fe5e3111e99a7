package org.waymark.forms.web;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.waymark.access.CurrentViewer;
import org.waymark.forms.Forms;
import org.waymark.forms.SectionForms;

@Controller
class DraftController {

    private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

    private final Forms forms;
    private final SectionForms sections;
    private final CurrentViewer viewer;
    private final MessageSource messages;

    DraftController(Forms forms, SectionForms sections, CurrentViewer viewer, MessageSource messages) {
        this.forms = forms;
        this.sections = sections;
        this.viewer = viewer;
        this.messages = messages;
    }

    @PostMapping("/tasks/{taskId}/draft")
    ResponseEntity<String> save(@PathVariable String taskId, @RequestParam MultiValueMap<String, String> parameters) {
        return forms.saveDraft(viewer.get(), taskId, parameters)
                .map(savedAt -> answer(HttpStatus.OK, "forms.draft.saved", savedAt))
                .orElseGet(() -> answer(HttpStatus.CONFLICT, "forms.draft.handedIn"));
    }

    /** Of a form that is answered in sections. */
    @PostMapping("/tasks/{taskId}/sections/{number}/draft")
    ResponseEntity<String> saveSection(
            @PathVariable String taskId,
            @PathVariable String number,
            @RequestParam MultiValueMap<String, String> parameters) {
        return sections.saveDraft(viewer.get(), taskId, number, parameters)
                .map(savedAt -> answer(HttpStatus.OK, "forms.draft.saved", savedAt))
                .orElseGet(() -> answer(HttpStatus.CONFLICT, "forms.draft.handedIn"));
    }

    private ResponseEntity<String> answer(HttpStatus status, String key, Object... arguments) {
        return ResponseEntity.status(status)
                .contentType(TEXT)
                .cacheControl(CacheControl.noStore())
                .body(messages.getMessage(key, arguments, Locale.UK));
    }
}
