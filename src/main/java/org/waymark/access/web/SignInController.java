package org.waymark.access.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.waymark.access.CurrentViewer;
import org.waymark.access.NotVisible;
import org.waymark.access.SampleAccounts;

@Controller
class SignInController {

    private final CurrentViewer viewer;
    private final ObjectProvider<SampleAccounts> sample;

    SignInController(CurrentViewer viewer, ObjectProvider<SampleAccounts> sample) {
        this.viewer = viewer;
        this.sample = sample;
    }

    @GetMapping("/")
    String start() {
        return "redirect:/worklist";
    }

    @GetMapping("/sign-in")
    String signIn(HttpServletRequest request, CsrfToken csrf, Model model) {
        var parameters = request.getParameterMap();
        if (!viewer.get().roles().isEmpty()) {
            return "redirect:/worklist";
        }
        // The token opens a session, which is too late once a long page has begun to leave.
        csrf.getToken();
        var accounts = sample.getIfAvailable();
        model.addAttribute("sampleAccounts", accounts == null ? List.of() : accounts.list());
        model.addAttribute("samplePassword", accounts == null ? null : accounts.password());
        model.addAttribute("error", parameters.containsKey("error"));
        model.addAttribute("throttled", parameters.containsKey("throttled"));
        model.addAttribute("signedOut", parameters.containsKey("signed-out"));
        model.addAttribute("expired", parameters.containsKey("expired"));
        model.addAttribute("hasErrors", parameters.containsKey("error") || parameters.containsKey("throttled"));
        return "access/sign-in";
    }

    /** Forwarded to when a form came without a valid token; nobody opens it by its address. */
    @RequestMapping("/sign-in/stale-page")
    String stalePage(HttpServletRequest request, Model model) {
        if (request.getDispatcherType() != DispatcherType.FORWARD) {
            throw new NotVisible();
        }
        model.addAttribute("isSignedIn", !viewer.get().roles().isEmpty());
        return "access/stale-page";
    }
}
