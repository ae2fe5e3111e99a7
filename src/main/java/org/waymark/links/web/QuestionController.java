package org.waymark.links.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.waymark.forms.Answers;
import org.waymark.forms.Forms;
import org.waymark.forms.Questionnaires.Question;
import org.waymark.forms.Questionnaires.Sheet;
import org.waymark.forms.Questionnaires.Wrong;
import org.waymark.links.Language;
import org.waymark.links.QuestionWords;
import org.waymark.links.Visits;
import org.waymark.links.Visits.Opened;
import org.waymark.links.Visits.Opening;
import org.waymark.links.Visits.Standing;
import org.waymark.links.Visits.Typed;
import org.waymark.links.Visits.Visit;

/** One thing a page: a greeting, each question, a look over the answers, and thanks. Every answer is kept as it is given. */
@Controller
@RequestMapping("/s/go")
class QuestionController {

    private static final String HELLO = "redirect:/s/go/hello";
    private static final String CHECK = "redirect:/s/go/check";
    private static final String OVER = "redirect:/s/go/over";

    private final Visits visits;
    private final LinkCookies cookies;
    private final LinkPage page;
    private final BeginController begin;
    private final QuestionWords words;
    private final LinkDates dates;

    QuestionController(
            Visits visits,
            LinkCookies cookies,
            LinkPage page,
            BeginController begin,
            QuestionWords words,
            LinkDates dates) {
        this.visits = visits;
        this.cookies = cookies;
        this.page = page;
        this.begin = begin;
        this.words = words;
        this.dates = dates;
    }

    /** An answer to choose, in the reader's language. */
    record Choice(String id, String value, String label, boolean isChosen) {}

    /** A line of the look over the answers. */
    record Line(int place, String question, @Nullable String answer) {}

    @GetMapping("/hello")
    String hello(@AuthenticationPrincipal Visit visit, Model model, HttpServletRequest request) {
        if (visits.standing(visit) != Standing.OPEN) {
            return OVER;
        }
        Sheet sheet = visits.sheet(visit);
        boolean hasBegun = sheet.savedAt() != null;
        model.addAttribute("who", visit.isOfCarer() ? "C" : "P");
        model.addAttribute("until", dates.day(ReaderLocale.of(request), visits.until(visit)));
        model.addAttribute("hasBegun", hasBegun);
        model.addAttribute("next", hasBegun ? whereTheyStopped(sheet) : questionAt(1));
        frame(visit, model, request);
        return "links/hello";
    }

    private static String whereTheyStopped(Sheet sheet) {
        return sheet.questions().stream()
                .filter(question -> question.isChoice() && question.given().isEmpty())
                .findFirst()
                .map(question -> questionAt(question.place()))
                .orElse("/s/go/check");
    }

    private static String questionAt(int place) {
        return "/s/go/question/" + place;
    }

    @GetMapping("/question/{place:\\d{1,3}}")
    String question(
            @AuthenticationPrincipal Visit visit,
            @PathVariable int place,
            @RequestParam(required = false) @Nullable String from,
            Model model,
            HttpServletRequest request) {
        if (visits.standing(visit) != Standing.OPEN) {
            return OVER;
        }
        Sheet sheet = visits.sheet(visit);
        Optional<Question> asked = sheet.at(place);
        if (asked.isEmpty()) {
            return CHECK;
        }
        show(visit, model, request, sheet, asked.get(), asked.get().given(), from);
        return "links/question";
    }

    private void show(
            Visit visit,
            Model model,
            HttpServletRequest request,
            Sheet sheet,
            Question question,
            String given,
            @Nullable String from) {
        Language language = ReaderLocale.of(request);
        String form = sheet.formId();
        model.addAttribute("place", question.place());
        model.addAttribute("number", question.number());
        model.addAttribute("count", sheet.questions().size());
        model.addAttribute("topic", page.say(request, "link.topic." + question.key()));
        model.addAttribute("label", words.label(language, form, question.key(), question.label()));
        model.addAttribute("hint", words.hint(language, form, question.key(), question.hint()));
        model.addAttribute(
                "choices",
                question.choices().stream()
                        .map(choice -> new Choice(
                                "answer" + (question.choices().indexOf(choice) + 1),
                                choice.value(),
                                words.answer(language, form, question.key(), choice.value(), choice.label()),
                                choice.value().equals(given)))
                        .toList());
        model.addAttribute("given", given);
        model.addAttribute("from", "check".equals(from) ? "check" : "");
        model.addAttribute(
                "cannotWait", List.of("immediateConcern", "concernNote").contains(question.key()));
        frame(visit, model, request);
    }

    @PostMapping("/question/{place:\\d{1,3}}")
    String answer(
            @AuthenticationPrincipal Visit visit,
            @PathVariable int place,
            @RequestParam(required = false) @Nullable String answer,
            @RequestParam(defaultValue = "") String then,
            @RequestParam(required = false) @Nullable String from,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (visit.isIdle()) {
            return askAgain(visit, place, answer, from, model, request);
        }
        Sheet sheet = visits.sheet(visit);
        Optional<Question> asked = sheet.at(place);
        if (asked.isEmpty()) {
            return CHECK;
        }
        Question question = asked.get();
        Wrong wrong = answer == null && !question.isChoice()
                ? null
                : visits.answer(visit, question.key(), then.equals("skip") ? "" : answer);
        if (visits.standing(visit) != Standing.OPEN) {
            return OVER;
        }
        if (then.equals("later")) {
            visits.leave(visit);
            cookies.clear(response);
            return "redirect:/s/later?l=" + visit.language().code();
        }
        if (then.equals("back")) {
            return "redirect:"
                    + sheet.before(place).map(one -> questionAt(one.place())).orElse("/s/go/hello");
        }
        Optional<Language> other = Language.ofCode(then);
        if (other.isPresent()) {
            visits.speak(visit, other.get());
            return "redirect:" + questionAt(place) + ("check".equals(from) ? "?from=check" : "");
        }
        if (wrong != null) {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
            page.wrong(
                    model,
                    request,
                    question.isChoice() ? "#answer1" : "#answer",
                    wrong == Wrong.TOO_LONG ? "link.missing.long" : "link.missing.choice",
                    String.valueOf(question.maxLength()));
            show(visit, model, request, sheet, question, answer == null ? "" : answer, from);
            return "links/question";
        }
        return onward(visit, sheet, place, from);
    }

    /** The next question; from the look over the answers back to it, unless this answer has brought up something new. */
    private String onward(Visit visit, Sheet before, int place, @Nullable String from) {
        Sheet sheet = visits.sheet(visit);
        boolean isFromCheck = "check".equals(from);
        if (isFromCheck && sheet.questions().size() <= before.questions().size()) {
            return CHECK;
        }
        return sheet.after(place)
                .map(one -> "redirect:" + questionAt(one.place()) + (isFromCheck ? "?from=check" : ""))
                .orElse(CHECK);
    }

    @GetMapping("/check")
    String check(@AuthenticationPrincipal Visit visit, Model model, HttpServletRequest request) {
        if (visits.standing(visit) != Standing.OPEN) {
            return OVER;
        }
        showCheck(visit, model, request);
        return "links/check";
    }

    private void showCheck(Visit visit, Model model, HttpServletRequest request) {
        Language language = ReaderLocale.of(request);
        Sheet sheet = visits.sheet(visit);
        model.addAttribute(
                "lines",
                sheet.questions().stream()
                        .map(question -> new Line(
                                question.place(),
                                words.label(language, sheet.formId(), question.key(), question.label()),
                                said(language, sheet.formId(), question)))
                        .toList());
        model.addAttribute(
                "last",
                sheet.questions().isEmpty()
                        ? 1
                        : sheet.questions().get(sheet.questions().size() - 1).place());
        frame(visit, model, request);
    }

    private @Nullable String said(Language language, String form, Question question) {
        if (!question.isChoice()) {
            return question.given().isEmpty() ? null : question.given();
        }
        return question.choices().stream()
                .filter(choice -> choice.value().equals(question.given()))
                .findFirst()
                .map(choice -> words.answer(language, form, question.key(), choice.value(), choice.label()))
                .orElse(null);
    }

    @PostMapping("/send")
    String send(
            @AuthenticationPrincipal Visit visit,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        Forms.Result result = visits.handIn(visit);
        if (result instanceof Forms.Done done) {
            return isUrgent(done.submission().answers()) ? "redirect:/s/go/done?soon" : "redirect:/s/go/done";
        }
        if (result instanceof Forms.Invalid invalid) {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
            sayMissing(visit, invalid, model, request);
            showCheck(visit, model, request);
            return "links/check";
        }
        return OVER;
    }

    private static boolean isUrgent(Answers answers) {
        String concern = answers.text("immediateConcern");
        return "YES".equals(answers.text("hoursToDays"))
                || (concern != null && !concern.equals("NO") && !concern.equals("RATHER_NOT_SAY"));
    }

    private void sayMissing(Visit visit, Forms.Invalid invalid, Model model, HttpServletRequest request) {
        Sheet sheet = visits.sheet(visit);
        for (Question question : sheet.questions()) {
            if (invalid.view().errors().stream().anyMatch(error -> error.href().equals("#" + question.key()))) {
                page.wrong(
                        model,
                        request,
                        questionAt(question.place()) + "?from=check",
                        "link.check.missing",
                        words.label(ReaderLocale.of(request), sheet.formId(), question.key(), question.label()));
            }
        }
    }

    @GetMapping("/done")
    String done(
            @AuthenticationPrincipal Visit visit,
            @RequestParam(required = false) @Nullable String soon,
            Model model,
            HttpServletRequest request) {
        if (visits.standing(visit) != Standing.HANDED_IN) {
            return HELLO;
        }
        model.addAttribute("isUrgent", soon != null);
        frame(visit, model, request);
        return "links/done";
    }

    @GetMapping("/over")
    String over(@AuthenticationPrincipal Visit visit, Model model, HttpServletRequest request) {
        Standing standing = visits.standing(visit);
        if (standing == Standing.OPEN) {
            return HELLO;
        }
        model.addAttribute(
                "why",
                switch (standing) {
                    case HANDED_IN -> "handedIn";
                    case ENTERED_BY_STAFF -> "staff";
                    case PERSON_DIED -> visit.isOfCarer() ? "died" : "closed";
                    default -> "closed";
                });
        frame(visit, model, request);
        return "links/over";
    }

    @PostMapping("/language")
    String speak(
            @AuthenticationPrincipal Visit visit,
            @RequestParam(defaultValue = "") String to,
            @RequestParam(defaultValue = "") String page) {
        Language.ofCode(to).ifPresent(language -> visits.speak(visit, language));
        return page.matches("check|over|done") ? "redirect:/s/go/" + page : HELLO;
    }

    // ------------------------------------------------------------------ after a while

    @GetMapping("/again")
    String again(@AuthenticationPrincipal Visit visit, Model model, HttpServletRequest request) {
        return visit.isIdle() ? askAgain(visit, 0, null, null, model, request) : HELLO;
    }

    private String askAgain(
            Visit visit,
            int place,
            @Nullable String answer,
            @Nullable String from,
            Model model,
            HttpServletRequest request) {
        if (!model.containsAttribute("typed")) {
            model.addAttribute("typed", new Typed("", "", "", ""));
        }
        model.addAttribute("asks", String.valueOf(visit.letter()));
        model.addAttribute("place", place);
        model.addAttribute("answer", answer);
        model.addAttribute("from", from);
        frame(visit, model, request);
        return "links/again";
    }

    /** What was written before the pause comes along, and is kept when it is clear who wrote it. */
    @PostMapping("/again")
    String goOn(
            @AuthenticationPrincipal Visit visit,
            @RequestParam(defaultValue = "") String day,
            @RequestParam(defaultValue = "") String month,
            @RequestParam(defaultValue = "") String year,
            @RequestParam(defaultValue = "") String number,
            @RequestParam(defaultValue = "0") int place,
            @RequestParam(required = false) @Nullable String answer,
            @RequestParam(required = false) @Nullable String from,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (!visit.isIdle()) {
            return HELLO;
        }
        var typed = new Typed(day, month, year, number);
        model.addAttribute("typed", typed);
        if (BeginController.isMissing(visit.letter(), typed)) {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
            begin.sayMissing(model, request, visit.letter());
            return askAgain(visit, place, answer, from, model, request);
        }
        Opening opening = visits.goOn(visit, typed, request.getRemoteAddr());
        if (!(opening instanceof Opened)) {
            begin.sayRefused(model, request, response, visit.letter(), opening);
            return askAgain(visit, place, answer, from, model, request);
        }
        Sheet sheet = visits.sheet(visit);
        Optional<Question> asked = sheet.at(place);
        if (asked.isEmpty() || answer == null) {
            return HELLO;
        }
        visits.answer(visit, asked.get().key(), answer);
        return onward(visit, sheet, place, from);
    }

    private void frame(Visit visit, Model model, HttpServletRequest request) {
        page.ring(model, request, visits.sender(visit));
        page.frame(model, request);
    }
}
