package org.waymark.links.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.waymark.links.Visits;
import org.waymark.links.Visits.Opened;
import org.waymark.links.Visits.Opening;
import org.waymark.links.Visits.Throttled;
import org.waymark.links.Visits.Typed;

/**
 * The way in. Looking at it changes nothing and looks nothing up, so a mail scanner may; only the second fact, sent with the
 * secret in the body, opens a link, and from then on no address holds the secret.
 */
@Controller
@RequestMapping("/s")
class BeginController {

    private static final int LONGEST = 64;

    private final Visits visits;
    private final LinkCookies cookies;
    private final LinkPage page;

    BeginController(Visits visits, LinkCookies cookies, LinkPage page) {
        this.visits = visits;
        this.cookies = cookies;
        this.page = page;
    }

    /** For those who type what stands in a letter. */
    @GetMapping
    String enterCode(Model model, HttpServletRequest request) {
        model.addAttribute("typed", "");
        page.frame(model, request);
        return "links/code";
    }

    @PostMapping("/code")
    String code(
            @RequestParam(defaultValue = "") String code,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        String secret = Visits.asPrinted(code);
        if (secret.isEmpty()) {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
            page.wrong(model, request, "#code", "link.code.missing");
            return enterCode(model, request);
        }
        return begin(model, request, secret);
    }

    @GetMapping("/{secret}")
    String begin(@PathVariable String secret, Model model, HttpServletRequest request) {
        return begin(model, request, secret);
    }

    private String begin(Model model, HttpServletRequest request, String secret) {
        if (!model.containsAttribute("typed")) {
            model.addAttribute("typed", new Typed("", "", "", ""));
        }
        model.addAttribute("secret", secret.length() > LONGEST ? secret.substring(0, LONGEST) : secret);
        model.addAttribute("asks", String.valueOf(Visits.letterOf(secret)));
        page.frame(model, request);
        return "links/begin";
    }

    @PostMapping("/open")
    String open(
            @RequestParam(defaultValue = "") String link,
            @RequestParam(defaultValue = "") String day,
            @RequestParam(defaultValue = "") String month,
            @RequestParam(defaultValue = "") String year,
            @RequestParam(defaultValue = "") String number,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        var typed = new Typed(day, month, year, number);
        model.addAttribute("typed", typed);
        if (isMissing(Visits.letterOf(link), typed)) {
            // Said before anything is looked up, of every link alike.
            response.setStatus(HttpStatus.BAD_REQUEST.value());
            sayMissing(model, request, Visits.letterOf(link));
            return begin(model, request, link);
        }
        Opening opening = visits.open(link, typed, ReaderLocale.of(request), request.getRemoteAddr());
        if (opening instanceof Opened opened) {
            cookies.set(response, opened.visit());
            return "redirect:/s/go/hello";
        }
        sayRefused(model, request, response, Visits.letterOf(link), opening);
        return begin(model, request, link);
    }

    static boolean isMissing(char asks, Typed typed) {
        return asks == 'N'
                ? typed.code().replaceAll("\\D", "").length() != 6
                : Visits.day(typed).isEmpty();
    }

    void sayMissing(Model model, HttpServletRequest request, char asks) {
        boolean isNumber = asks == 'N';
        page.wrong(
                model,
                request,
                isNumber ? "#number" : "#day",
                isNumber ? "link.begin.missing.number" : "link.begin.missing.birthday");
    }

    void sayRefused(Model model, HttpServletRequest request, HttpServletResponse response, char asks, Opening opening) {
        boolean isThrottled = opening instanceof Throttled;
        response.setStatus(isThrottled ? HttpStatus.TOO_MANY_REQUESTS.value() : HttpStatus.BAD_REQUEST.value());
        model.addAttribute("more", isThrottled ? "link.begin.throttled.more" : "link.begin.refused.more");
        page.wrong(
                model,
                request,
                asks == 'N' ? "#number" : "#day",
                isThrottled ? "link.begin.throttled" : "link.begin.refused");
    }

    /** A form without its token, or a page of a visit without one. */
    @RequestMapping("/stopped")
    String stopped(Model model, HttpServletRequest request) {
        page.frame(model, request);
        return "links/stopped";
    }

    @GetMapping("/later")
    String later(Model model, HttpServletRequest request) {
        page.frame(model, request);
        return "links/later";
    }

    @RequestMapping("/trouble")
    String trouble(Model model, HttpServletRequest request) {
        page.frame(model, request);
        return "links/trouble";
    }
}
