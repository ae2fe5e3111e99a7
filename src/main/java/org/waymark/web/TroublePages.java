package org.waymark.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/**
 * Tells the user what went wrong: a plain page, or problem+json to a client that takes only JSON. Needs neither the
 * database nor content negotiation, so that telling of one failure cannot become another.
 */
@Component
class TroublePages {

    private final ShellAdvice shell;
    private final MessageSource messages;
    private final ObjectMapper json;

    TroublePages(ShellAdvice shell, MessageSource messages, ObjectMapper json) {
        this.shell = shell;
        this.messages = messages;
        this.json = json;
    }

    /**
     * Answers the request.
     *
     * @param status what to send; usually that of the trouble, sometimes a finer one such as 405
     * @param text what to say instead of the trouble's own text, or null
     * @param reference what to quote when asking for help, or null
     * @return the page to render, or null when the answer is already written
     */
    @Nullable
    ModelAndView answer(
            Trouble trouble,
            HttpStatusCode status,
            @Nullable String text,
            @Nullable String reference,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        String title = words(trouble, "title");
        String sentence = text == null ? words(trouble, "text") : text;
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (trouble == Trouble.UNAVAILABLE) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "10");
        }
        if (takesOnlyJson(request)) {
            var problem = new LinkedHashMap<String, Object>();
            problem.put("type", "about:blank");
            problem.put("title", title);
            problem.put("status", status.value());
            problem.put("detail", sentence);
            if (reference != null) {
                problem.put("reference", reference);
            }
            response.setStatus(status.value());
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.setCharacterEncoding(StandardCharsets.UTF_8.name());
            response.getOutputStream().write(json.writeValueAsBytes(problem));
            return null;
        }
        var page = new ModelAndView("error");
        page.setStatus(status);
        shell.frame(page.getModelMap());
        page.addObject("troubleTitle", title);
        page.addObject("troubleText", sentence);
        page.addObject("troubleNext", words(trouble, "next"));
        page.addObject("reference", reference);
        return page;
    }

    private String words(Trouble trouble, String part) {
        return messages.getMessage("trouble." + trouble.name() + "." + part, null, Locale.UK);
    }

    private static boolean takesOnlyJson(HttpServletRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.contains("json") && !accept.contains("html") && !accept.contains("*/*");
    }
}
