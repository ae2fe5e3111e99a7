package org.waymark.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.waymark.sample.StaffOfTheSample;

/**
 * Somebody in front of a browser window of their own, who finds things as people do: by the words of a link, a button or
 * a label.
 */
final class Visitor {

    /** What axe, which every page has on board, finds on the page as it stands; without what it did not find. */
    private static final String OBSTACLES = """
            async () => (await axe.run(document, {
              runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']},
              resultTypes: ['violations']
            })).violations.map(rule => rule.id + ', ' + rule.help + ': '
              + rule.nodes.map(node => node.target + ' ' + node.html).join(', '))
            """;

    /** bpmn-js 8 styles its frame by attributes; our policy refuses them and our style sheet does the same. */
    private static final Pattern DIAGRAM_STYLE = Pattern.compile("(?s).*inline style.*Content Security Policy.*");

    private final BrowserContext context;
    private final Page page;
    private final List<String> findings = new ArrayList<>();
    private final List<String> addresses = new ArrayList<>();
    private int loads;
    private int status;
    private boolean isNarrow;
    private boolean hasScripts = true;

    Visitor(BrowserContext context) {
        this.context = context;
        context.setDefaultTimeout(30_000);
        context.addInitScript(AxeBuilder.getAxeScript());
        page = context.newPage();
        page.onLoad(loaded -> loads++);
        page.onConsoleMessage(this::listen);
        page.onPageError(error -> findings.add("Script error on " + page.url() + ": " + error));
        page.onRequest(request -> addresses.add(request.url()));
        page.onResponse(this::hear);
        page.onDialog(dialog -> {
            findings.add("A dialog opened on " + page.url() + ": " + dialog.message());
            dialog.dismiss();
        });
    }

    /** Holds each page to a width of 320 px from now on. */
    Visitor onASmallScreen() {
        isNarrow = true;
        return this;
    }

    Visitor withoutScripts() {
        hasScripts = false;
        return this;
    }

    // ------------------------------------------------------------------ what goes wrong unseen

    private void hear(Response response) {
        boolean isPage = response.request().isNavigationRequest();
        if (isPage) {
            status = response.status();
        }
        if (response.status() >= 500 || (response.status() >= 400 && !isPage && !inCockpit())) {
            findings.add(response.status() + " for " + response.request().method() + " " + response.url());
        }
    }

    private void listen(ConsoleMessage message) {
        // An answer in the four hundreds is on the console too; hear() has judged it.
        boolean isJudged = message.text().startsWith("Failed to load resource");
        boolean isOfDiagram = DIAGRAM_STYLE.matcher(message.text()).matches()
                && message.location().contains("/bpmn-js/");
        if (message.type().equals("error") && !isJudged && !isOfDiagram && !inCockpit()) {
            findings.add("On the console of " + page.url() + ": " + message.text() + " at " + message.location());
        }
    }

    /** Cockpit's own pages are Camunda's. */
    private boolean inCockpit() {
        return page.url().contains("/camunda/");
    }

    List<String> findings() {
        return findings;
    }

    List<String> addresses() {
        return addresses;
    }

    void takePicture(Path file) {
        if (!page.isClosed()) {
            page.screenshot(new ScreenshotOptions().setPath(file).setFullPage(true));
        }
    }

    void leave() {
        context.close();
    }

    // ------------------------------------------------------------------ going about

    Page page() {
        return page;
    }

    BrowserContext context() {
        return context;
    }

    /** The status that the page was answered with. */
    int status() {
        return status;
    }

    String heading() {
        return page.getByRole(AriaRole.HEADING, new GetByRoleOptions().setLevel(1))
                .innerText();
    }

    Visitor goTo(String path) {
        page.navigate(path);
        return look();
    }

    Visitor signIn(String username) {
        page.navigate("/sign-in");
        fill("Username", username);
        fill("Password", StaffOfTheSample.PASSWORD);
        press("Sign in");
        assertThat(page.url()).endsWith("/worklist");
        return this;
    }

    /** Presses the button with these words, and is on another page. */
    Visitor press(String words) {
        return leadsOn(button(words));
    }

    Visitor follow(String words) {
        return leadsOn(link(words));
    }

    Visitor leadsOn(Locator what) {
        return passes(what).look();
    }

    /** As {@link #leadsOn}, past a page of which others of its kind are looked at. */
    Visitor passes(Locator what) {
        int before = loads;
        what.click();
        page.waitForCondition(() -> loads > before);
        return this;
    }

    /** Answers one section of a form that is answered section by section, and is back at the list. */
    Visitor section(String title, Runnable answers) {
        passes(link(title));
        answers.run();
        return passes(button("Save this section"));
    }

    /** Saves all sections that were not begun, as they stand. */
    Visitor savesTheOtherSections() {
        Locator next = page.locator(".govuk-task-list__item")
                .filter(new Locator.FilterOptions().setHasText("Not started"))
                .locator("a");
        while (next.count() > 0) {
            passes(next.first());
            passes(button("Save this section"));
        }
        return this;
    }

    /** A button of the page itself; the head of every page has one to find people. */
    Locator button(String words) {
        return page.locator("#main")
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(named(words)))
                .first();
    }

    Locator link(String words) {
        return page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName(named(words)))
                .first();
    }

    /** What only screen readers are told stands in a box of its own, for which the browser puts a space before the colon. */
    private static Pattern named(String words) {
        return Pattern.compile("^" + escaped(words).replace("\\:", " ?:") + "$");
    }

    /** The browser reads these patterns, and it knows no {@code \\Q}. */
    private static String escaped(String words) {
        return words.replaceAll("[^\\p{L}\\p{N} ’',]", "\\\\$0");
    }

    /** A link that looks like a button is announced as one. */
    Visitor open(String words) {
        return leadsOn(button(words).or(link(words)).first());
    }

    /** One of the counts that lead to what they count. */
    Locator tile(String label) {
        return page.getByRole(AriaRole.LINK)
                .filter(new Locator.FilterOptions().setHasText(label))
                .first();
    }

    /** A section by its heading. */
    Locator section(String heading) {
        return page.getByRole(
                AriaRole.REGION, new GetByRoleOptions().setName(heading).setExact(true));
    }

    /** A row of a table that holds all these words. */
    Locator row(String... words) {
        Locator rows = page.getByRole(AriaRole.ROW);
        for (String word : words) {
            rows = rows.filter(new Locator.FilterOptions().setHasText(word));
        }
        return rows.first();
    }

    // ------------------------------------------------------------------ filling in

    Visitor fill(String label, String text) {
        field(label).fill(text);
        return this;
    }

    Locator field(String label) {
        return page.getByLabel(labelled(label))
                .and(page.locator("input, textarea, select"))
                .first();
    }

    Visitor select(String label, String option) {
        field(label).selectOption(new SelectOption().setLabel(option));
        return this;
    }

    /** Chooses an answer to a question. */
    Visitor choose(String question, String answer) {
        choose(question(question), answer);
        return this;
    }

    void choose(Locator question, String answer) {
        question.getByRole(
                        AriaRole.RADIO,
                        new Locator.GetByRoleOptions().setName(answer).setExact(true))
                .check();
    }

    /** The group of fields that this question stands above. */
    Locator question(String words) {
        return page.getByRole(AriaRole.GROUP, new GetByRoleOptions().setName(labelled(words)))
                .first();
    }

    Visitor date(String question, LocalDate day) {
        date(question(question), day);
        return this;
    }

    void date(Locator question, LocalDate day) {
        question.getByLabel("Day", exactly()).fill(String.valueOf(day.getDayOfMonth()));
        question.getByLabel("Month", exactly()).fill(String.valueOf(day.getMonthValue()));
        question.getByLabel("Year", exactly()).fill(String.valueOf(day.getYear()));
    }

    private static Locator.GetByLabelOptions exactly() {
        return new Locator.GetByLabelOptions().setExact(true);
    }

    /** The words of a label, which may say that the field is optional. */
    private static Pattern labelled(String words) {
        return Pattern.compile("^" + escaped(words) + "( \\(optional\\))?$");
    }

    // ------------------------------------------------------------------ looking

    /** Looks at the page as it stands: it can be used by everybody, and fits the screen. */
    Visitor look() {
        if (inCockpit()) {
            return this;
        }
        if (hasScripts) {
            obstacles(3).forEach(obstacle -> findings.add("On " + page.url() + ": " + obstacle));
        }
        if (isNarrow) {
            int width = ((Number) page.evaluate("document.documentElement.scrollWidth")).intValue();
            if (width > 320) {
                findings.add(page.url() + " scrolls sideways: " + width + " px");
            }
        }
        return this;
    }

    /** What keeps somebody from using this page. A page that follows long work loads itself anew, maybe under this look. */
    private List<String> obstacles(int attempts) {
        try {
            return ((List<?>) page.evaluate(OBSTACLES))
                    .stream().map(String::valueOf).toList();
        } catch (PlaywrightException e) {
            if (attempts == 1) {
                throw e;
            }
            page.waitForLoadState();
            return obstacles(attempts - 1);
        }
    }

    /** All words of the page below its head. */
    String words() {
        return page.locator("#main").innerText();
    }
}
