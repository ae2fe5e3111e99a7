package org.waymark.worklist.web;

import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.waymark.access.AccessDecision;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Refused;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.forms.Answers;
import org.waymark.forms.FormContext;
import org.waymark.forms.FormView;
import org.waymark.forms.Forms;
import org.waymark.forms.Forms.Checked;
import org.waymark.workflow.ClockRegister;
import org.waymark.workflow.ClockRegister.Clock;
import org.waymark.workflow.ClockRegister.Value;
import org.waymark.workflow.Clocks.Unit;

/** The alliance's clocks: to look at, and for administrators to change, add for a service, end, and apply to open work. */
@Controller
@RequestMapping("/clocks")
class ClocksController {

    private static final String SET = "set-clock";
    private static final String END = "end-clock";

    private final ClockPages pages;
    private final ClockRegister register;
    private final Forms forms;
    private final AccessDecision access;
    private final CurrentViewer viewer;
    private final Sentences sentences;

    ClocksController(
            ClockPages pages,
            ClockRegister register,
            Forms forms,
            AccessDecision access,
            CurrentViewer viewer,
            Sentences sentences) {
        this.pages = pages;
        this.register = register;
        this.forms = forms;
        this.access = access;
        this.viewer = viewer;
        this.sentences = sentences;
    }

    @GetMapping
    ModelAndView list() {
        return new ModelAndView("worklist/clocks", pages.list(viewer.get()));
    }

    @GetMapping("/{name}")
    ModelAndView one(@PathVariable String name) {
        return new ModelAndView("worklist/clock", pages.one(viewer.get(), name));
    }

    @GetMapping("/{name}/change")
    ModelAndView change(
            @PathVariable String name,
            @RequestParam(defaultValue = "") String priority,
            @RequestParam(defaultValue = "") String service) {
        Clock one = pages.find(administrator("clock.changed"), new ClockRegister.Key(name, priority, service));
        return form("change", one.key(), one, forms.blank(SET, pages.ofChange(one)));
    }

    @PostMapping("/{name}/change")
    ModelAndView change(
            @PathVariable String name,
            @RequestParam(defaultValue = "") String priority,
            @RequestParam(defaultValue = "") String service,
            @RequestParam(defaultValue = "-1") int revision,
            @RequestParam MultiValueMap<String, String> parameters,
            RedirectAttributes after) {
        Viewer asking = administrator("clock.changed");
        ClockRegister.Key key = new ClockRegister.Key(name, priority, service);
        Clock one = pages.find(asking, key);
        Checked checked = checked(SET, pages.ofChange(one), parameters);
        if (!checked.isValid()) {
            return badRequest(form("change", key, one, checked.view()).addObject("revision", revision));
        }
        return done(key, after, () -> {
            register.change(asking, key, revision, value(checked.answers()));
            return pages.changed(asking, key);
        });
    }

    @GetMapping("/{name}/add")
    ModelAndView add(@PathVariable String name) {
        Viewer asking = administrator("clock.added");
        FormContext context = pages.ofAddition(register.of(asking, name));
        return form("add", new ClockRegister.Key(name, "", ""), null, forms.blank(SET, context));
    }

    @PostMapping("/{name}/add")
    ModelAndView add(
            @PathVariable String name,
            @RequestParam MultiValueMap<String, String> parameters,
            RedirectAttributes after) {
        Viewer asking = administrator("clock.added");
        Checked checked = checked(SET, pages.ofAddition(register.of(asking, name)), parameters);
        if (!checked.isValid()) {
            return badRequest(form("add", new ClockRegister.Key(name, "", ""), null, checked.view()));
        }
        Answers answers = checked.answers();
        String priority = Objects.requireNonNullElse(answers.text("priority"), "");
        ClockRegister.Key key = new ClockRegister.Key(name, priority, answers.required("service"));
        return done(key, after, () -> {
            register.add(asking, key, value(answers));
            return pages.changed(asking, key);
        });
    }

    @GetMapping("/{name}/end")
    ModelAndView end(
            @PathVariable String name,
            @RequestParam(defaultValue = "") String priority,
            @RequestParam(defaultValue = "") String service) {
        Clock one = pages.find(administrator("clock.ended"), new ClockRegister.Key(name, priority, service));
        return form("end", one.key(), one, forms.blank(END, FormContext.EMPTY));
    }

    @PostMapping("/{name}/end")
    ModelAndView end(
            @PathVariable String name,
            @RequestParam(defaultValue = "") String priority,
            @RequestParam(defaultValue = "") String service,
            @RequestParam MultiValueMap<String, String> parameters,
            RedirectAttributes after) {
        Viewer asking = administrator("clock.ended");
        ClockRegister.Key key = new ClockRegister.Key(name, priority, service);
        Checked checked = checked(END, FormContext.EMPTY, parameters);
        if (!checked.isValid()) {
            return badRequest(form("end", key, pages.find(asking, key), checked.view()));
        }
        return done(key, after, () -> {
            register.end(asking, key, checked.answers().required("reason"));
            return sentences.say("clocks.ended", pages.counts(key));
        });
    }

    /** The second, explicit step after a change. */
    @PostMapping("/{name}/apply")
    ModelAndView apply(
            @PathVariable String name,
            @RequestParam(defaultValue = "") String priority,
            @RequestParam(defaultValue = "") String service,
            RedirectAttributes after) {
        Viewer asking = administrator("clock.applied");
        ClockRegister.Key key = pages.find(asking, new ClockRegister.Key(name, priority, service))
                .key();
        return done(key, after, () -> sentences.count("clocks.applied", register.applyToOpenWork(asking, key)));
    }

    private interface Work {
        String said();
    }

    private ModelAndView done(ClockRegister.Key key, RedirectAttributes after, Work work) {
        try {
            after.addFlashAttribute("done", work.said());
        } catch (Refused refused) {
            after.addFlashAttribute("refused", sentences.refused(refused));
        }
        return new ModelAndView("redirect:/clocks/" + key.name());
    }

    private Viewer administrator(String action) {
        Viewer asking = viewer.get();
        access.requireRole(asking, action, Role.ADMINISTRATOR);
        return asking;
    }

    private Checked checked(String form, FormContext context, MultiValueMap<String, String> parameters) {
        return forms.check(form, context, parameters);
    }

    private static Value value(Answers answers) {
        BigDecimal amount = Objects.requireNonNull(answers.number("amount"));
        return new Value(
                amount.intValueExact(),
                Unit.valueOf(answers.required("unit")),
                answers.required("owner"),
                answers.required("source"),
                answers.required("reason"));
    }

    private ModelAndView form(String action, ClockRegister.Key key, @Nullable Clock one, FormView view) {
        return new ModelAndView("worklist/set-clock")
                .addObject("action", action)
                .addObject("key", key)
                .addObject("counts", pages.counts(key))
                .addObject("time", one == null ? "" : pages.time(one.amount(), one.unit()))
                .addObject("running", one == null ? "" : pages.running(one.running()))
                .addObject("revision", one == null ? 0 : one.revision())
                .addObject("view", view)
                .addObject("errors", view.errors())
                .addObject("hasErrors", view.hasErrors());
    }

    private static ModelAndView badRequest(ModelAndView page) {
        page.setStatus(HttpStatus.BAD_REQUEST);
        return page;
    }
}
