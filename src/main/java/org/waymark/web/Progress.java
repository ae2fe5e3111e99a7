package org.waymark.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.web.servlet.ModelAndView;

/**
 * How far long work is, for {@code components :: longWork}: the part of its page that asks for itself again while the work
 * goes on, and for the whole page once it is over.
 *
 * @param page the address of the page; the part asks {@code <page>/progress}
 */
public record Progress(String page, String label, long done, long total, boolean isRunning) {

    /** What {@code <page>/progress} answers. */
    public ModelAndView answer(HttpServletResponse response) {
        if (!isRunning) {
            response.setHeader("HX-Refresh", "true");
        }
        return new ModelAndView("components :: longWork", Map.of("progress", this));
    }
}
