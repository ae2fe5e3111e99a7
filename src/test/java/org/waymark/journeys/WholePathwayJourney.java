package org.waymark.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Page.GetByTextOptions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the spreadsheet of referrals to bereavement support, by the hands of everybody who has a part in it. */
class WholePathwayJourney extends WithBrowser {

    private static final String NAME = "Margaret Holdcroft";
    private static final String HUSBAND = "David Holdcroft";
    private static final String DAUGHTER = "Rosalind Ashworthy";

    private static final String WHAT_MATTERS = "Sunday bells at Burslem";
    private static final String WHY_THIS_LEVEL = "Seen dressing with help in March";
    private static final String PLAN_NOTE = "Marmalade, never jam";
    private static final String CONTACT_NOTE = "The side gate sticks";
    private static final String OUTCOME = "Thickened drinks go down well";
    private static final String READ_NOTE = "Told the surgery by letter";

    private static final List<String> PRIVATE = List.of(
            "Holdcroft",
            HUSBAND,
            DAUGHTER,
            "Ashworthy",
            "9990001014",
            "01632 960100",
            "ST4 2QR",
            WHAT_MATTERS,
            WHY_THIS_LEVEL,
            PLAN_NOTE,
            CONTACT_NOTE,
            OUTCOME,
            READ_NOTE);

    private static final List<String> ABILITIES = List.of(
            "Have complicated things become too hard, such as bills, appointments or a meal for several people?",
            "Do they need help to choose clothes that suit the day and the weather?",
            "Do they need help to get dressed?",
            "Do they need help to wash or to take a bath?",
            "Do they need help in the toilet?");

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK);

    private Visitor coordinator;
    private InCockpit cockpit;
    private String ref = "";

    @BeforeEach
    void signsIn() {
        coordinator = signedIn("coordinator");
        cockpit = new InCockpit(coordinator);
    }

    @Test
    void leadsFromTheSpreadsheetToBereavementSupport() {
        var canary = Canary.listeningFor(PRIVATE);
        try {
            importsTheSampleFile();
            findsOneOfThem();
            standsAt("carer-enablement UserTask_TalkWithCarer", "dementia-pathway UserTask_NameCoordinator");
            seesTheRunInCockpit();

            namesTheCoordinator();
            standsAt("carer-enablement UserTask_TalkWithCarer", "dementia-pathway UserTask_MakeWelcomeContact");
            makesTheWelcomeContact();
            standsAt(
                    "carer-enablement UserTask_TalkWithCarer",
                    "dementia-pathway Event_AssessmentFinished",
                    "staging-assessment UserTask_EnterPaperAnswers",
                    "staging-assessment UserTask_RateAbilities");

            Visitor adviser = signedIn("adviser");
            rates(adviser, 2);
            Visitor nurse = signedIn("nurse");
            rates(nurse, 4);
            entersThePaperAnswers();
            standsAt(
                    "carer-enablement UserTask_TalkWithCarer",
                    "dementia-pathway Event_AssessmentFinished",
                    "staging-assessment UserTask_AdjudicateRatings");
            settlesTheDifference();
            standsAt(
                    "carer-enablement UserTask_TalkWithCarer",
                    "dementia-pathway Event_AssessmentFinished",
                    "staging-assessment UserTask_ConfirmStage");
            confirmsTheStage();
            standsAt("carer-enablement UserTask_TalkWithCarer", "dementia-pathway UserTask_AgreeSupportPlan");
            agreesTheSupportPlan();
            standsAt(
                    "carer-enablement UserTask_TalkWithCarer",
                    "dementia-pathway Event_MoreSupportReviewDue",
                    "partner-referral UserTask_RespondToReferral");
            theReviewDateIsSet();

            Visitor partner = signedIn("partner");
            accepts(partner);
            standsAt(
                    "carer-enablement UserTask_TalkWithCarer",
                    "dementia-pathway Event_MoreSupportReviewDue",
                    "partner-referral UserTask_MakeFirstContact",
                    "partner-referral UserTask_RespondToReferral");
            makesFirstContact(partner);
            reportsTheOutcome(partner);
            standsAt(
                    "carer-enablement UserTask_TalkWithCarer",
                    "dementia-pathway Event_MoreSupportReviewDue",
                    "partner-referral UserTask_ReadOutcome",
                    "partner-referral UserTask_RespondToReferral");
            readsTheOutcome();
            standsAt(
                    "carer-enablement UserTask_TalkWithCarer",
                    "dementia-pathway Event_MoreSupportReviewDue",
                    "partner-referral UserTask_RespondToReferral");

            recordsTheDeath();
            standsAt("bereavement-support UserTask_ContactBereavedCarer");
            everythingIsClosedWithItsReason(adviser);

            canary.isInOurTables(jdbc);
            canary.isInNoTableOfTheEngine(jdbc);
            canary.isInNoLine();
            canary.isInNone(cockpit.texts());
            canary.isInNone(addresses());
        } finally {
            canary.stopListening();
        }
    }

    private void importsTheSampleFile() {
        coordinator
                .page()
                .locator("summary", new Page.LocatorOptions().setHasText("More"))
                .first()
                .click();
        coordinator.follow("Import");
        coordinator.field("CSV file").setInputFiles(Path.of("src/main/resources/samples/referrals.csv"));
        coordinator.press("Check the file");
        assertThat(coordinator.heading()).isEqualTo("33 people would be brought in");
        assertThat(coordinator.section("Refused rows").innerText())
                .contains("Line 36", "The date of birth must be a real date", "Enter the family name");
        assertThat(jdbc.sql("select count(*) from person").query(Integer.class).single())
                .isZero();

        coordinator.press("Bring these people in");
        coordinator
                .page()
                .getByText(Pattern.compile("\\d+ people were brought in"))
                .first()
                .waitFor();
        coordinator.look();
        var refused = coordinator.page().waitForDownload(() -> coordinator
                .link("Download the refused rows with the reasons")
                .click());
        assertThat(refused.path()).content().contains("reason", "Barbara", "Enter the family name");
    }

    private void findsOneOfThem() {
        coordinator.follow("People");
        coordinator.fill("Name, NHS number, date of birth or reference", "Margret Holdcroft");
        coordinator.press("Find");
        assertThat(coordinator.page().url()).endsWith("/people/find");
        coordinator.follow(NAME);
        assertThat(coordinator.heading()).isEqualTo(NAME);
        ref = coordinator.page().url().replaceAll(".*/", "");
    }

    private void standsAt(String... steps) {
        assertThat(cockpit.steps(ref)).containsExactly(steps);
    }

    private void seesTheRunInCockpit() {
        coordinator.open("Open in Cockpit");
        var page = coordinator.page();
        page.getByText(ref, new GetByTextOptions().setExact(true)).first().waitFor();
        page.locator("[data-container-id=UserTask_NameCoordinator] .badge")
                .first()
                .waitFor();
        assertThat(page.locator("body").innerText()).doesNotContain(PRIVATE);
        coordinator.follow("Back to Waymark");
        assertThat(page.url()).endsWith("/worklist");
    }

    private void onThePersonsPage() {
        coordinator.goTo("/people/" + ref);
    }

    private void opensFromThePersonsPage(String task) {
        onThePersonsPage();
        coordinator.open("Open: " + task);
        assertThat(task).startsWith(coordinator.heading());
    }

    private static void isDone(Visitor visitor) {
        assertThat(visitor.page().url()).endsWith("/done");
    }

    private void namesTheCoordinator() {
        opensFromThePersonsPage("Name a coordinator");
        coordinator.select("Who coordinates this pathway?", "Ruth Amadi, Dementia liaison coordinator");
        coordinator.press("Name the coordinator");
        isDone(coordinator);
    }

    private void makesTheWelcomeContact() {
        coordinator.follow("Make the welcome contact");
        coordinator
                .date("Day of the contact", clock.today())
                .choose("Who did you speak with?", "Both")
                .choose("Was information about the diagnosis given?", "Yes")
                .choose("Was advance care planning offered?", "Offered, but not now")
                .date("When to ask again", clock.today().plusDays(60))
                .choose("May the organisations of the alliance share what is recorded?", "Yes")
                .choose("May the carers be asked how they see things?", "Yes")
                .choose("Who said so?", "The person with dementia")
                .fill("Name of the carer", DAUGHTER)
                .fill("What are they to the person?", "Daughter")
                .choose("Is there an immediate concern for the person or a carer?", "No");
        coordinator.press("Save the welcome contact");
        isDone(coordinator);
        onThePersonsPage();
        assertThat(coordinator.words()).contains("Sharing agreed", HUSBAND, DAUGHTER);
    }

    /** A rating by staff, taken from the list of their team. */
    private void rates(Visitor visitor, int lost) {
        visitor.press("Take: Rate abilities and needs");
        visitor.section(
                "How well you know them",
                () -> visitor.choose("How well do you know the person?", "I see them weekly or more"));
        visitor.section("Everyday abilities", () -> answersAbilities(visitor, lost));
        visitor.section("Body", () -> visitor.choose("Do they have trouble eating, drinking or swallowing?", "Yes")
                .choose("Has anything changed over hours to days?", "No"));
        visitor.section("Company and plans", () -> visitor.choose("Do they have too little company?", "Yes"));
        visitor.section(
                "Health since the last assessment",
                () -> visitor.choose(
                        "Which phase of illness is the person in?", "Stable: needs are known and the plan works"));
        visitor.section(
                "What matters most", () -> visitor.fill("What matters most to the person at present?", WHAT_MATTERS));
        visitor.section(
                "Immediate concern",
                () -> visitor.choose("Is there an immediate concern for the person or a carer?", "No"));
        visitor.savesTheOtherSections();
        visitor.press("Hand in the rating");
        isDone(visitor);
    }

    private static void answersAbilities(Visitor visitor, int lost) {
        for (int i = 0; i < ABILITIES.size(); i++) {
            visitor.choose(ABILITIES.get(i), i < lost ? "Yes, because of the dementia" : "No");
        }
    }

    private void entersThePaperAnswers() {
        for (String whose : List.of("the person", HUSBAND, DAUGHTER)) {
            opensFromThePersonsPage("Enter the paper answers: " + whose);
            coordinator.choose("How did the answers come?", "On paper");
            answersAbilities(coordinator, 1);
            coordinator.choose("Has anything changed over hours to days?", "No");
            if (!whose.equals("the person")) {
                coordinator
                        .choose("How well does the carer know the person?", "They live together")
                        .choose("How does the carer say it is going?", "“It is hard at times”");
            }
            coordinator.choose("Is there an immediate concern for the person or a carer?", "No");
            coordinator.press("Save the answers");
            isDone(coordinator);
        }
    }

    private void settlesTheDifference() {
        coordinator.follow("Settle the difference");
        assertThat(coordinator.section("Ratings side by side").innerText()).contains(HUSBAND, DAUGHTER, "they differ");
        coordinator
                .question("Which rating is to count?")
                .getByLabel(Pattern.compile("Dougie Mac.*"))
                .check();
        coordinator.fill("Why?", WHY_THIS_LEVEL);
        coordinator.press("Settle the difference");
        isDone(coordinator);
    }

    private void confirmsTheStage() {
        coordinator.follow("Confirm stage and services");
        assertThat(coordinator.words()).contains("What the rules propose", "Severe");
        coordinator.press("Confirm stage and services");
        isDone(coordinator);
        assertThat(coordinator.section("What comes next").innerText()).contains("Agree the support plan");
        onThePersonsPage();
        assertThat(coordinator.section("Stage over time").innerText()).contains("Severe", "Why?");
        readsWhy("stage", "Answers that count", WHY_THIS_LEVEL, "Rule_SevereByLevelAlone", "It came with Waymark");
        coordinator.follow("Back");
        coordinator.follow("Levels, raters and carer strain over time");
        assertThat(coordinator.section("What stands out").isVisible()).isTrue();
        readsWhy("service", "Rules that matched", "It came with Waymark");
    }

    private void readsWhy(String what, String... words) {
        onThePersonsPage();
        coordinator.goTo(coordinator
                .page()
                .locator("a[href*='/why/" + what + "/']")
                .first()
                .getAttribute("href"));
        assertThat(coordinator.words()).contains(words);
    }

    /** Agrees to speech and language and to befriending, and to nothing else for now. */
    private void agreesTheSupportPlan() {
        opensFromThePersonsPage("Agree the support plan");
        var agreed = Map.of("Speech and language", "Speech and language", "Befriending", "Befrienders");
        var proposals = coordinator
                .page()
                .getByRole(AriaRole.GROUP)
                .filter(new Locator.FilterOptions()
                        .setHas(coordinator
                                .page()
                                .getByRole(
                                        AriaRole.RADIO,
                                        new GetByRoleOptions().setName("Agreed").setExact(true))))
                .and(coordinator.page().locator(".wm-group"))
                .all();
        assertThat(proposals).hasSizeGreaterThan(3);
        for (Locator proposal : proposals) {
            String service = proposal.locator("legend").first().innerText();
            if (agreed.containsKey(service)) {
                coordinator.choose(proposal, "Agreed");
                proposal.getByLabel("Which service?").selectOption(agreed.get(service));
            } else {
                coordinator.choose(proposal, "Not now");
                coordinator.date(proposal, clock.today().plusDays(30));
            }
        }
        coordinator
                .choose("Who took these decisions?", "The person with dementia")
                .choose("Was advance care planning offered?", "Offered, and they would like it")
                .fill("What matters to the person in this plan?", PLAN_NOTE);
        coordinator.press("Agree the support plan");
        isDone(coordinator);
    }

    private void theReviewDateIsSet() {
        onThePersonsPage();
        assertThat(coordinator.section("Now, next and later").innerText()).contains("Later", "Review");
        LocalDate review = jdbc.sql("select review_due_at::date from pathway where pathway_ref = :ref")
                .param("ref", ref)
                .query(LocalDate.class)
                .single();
        assertThat(review).isAfter(clock.today());
        coordinator.page().getByText("Show the diagram").click();
        coordinator
                .page()
                .locator("[data-element-id=Event_MoreSupportReviewDue].wm-step-current")
                .waitFor();
        coordinator.look();
    }

    private void accepts(Visitor partner) {
        partner.follow("See: Respond to the referral");
        assertThat(partner.words()).contains(NAME).doesNotContain(WHAT_MATTERS);
        partner.choose("What is your answer?", "We accept");
        partner.press("Send the answer");
        isDone(partner);
    }

    private void makesFirstContact(Visitor partner) {
        partner.follow("Make the first contact");
        partner.date("Day of the first contact", clock.today())
                .choose("How did you meet?", "A visit")
                .choose("Who did you speak with?", "Both")
                .fill("What should others know?", CONTACT_NOTE)
                .choose("Is there an immediate concern for the person or a carer?", "No");
        partner.press("Save the contact");
        isDone(partner);
    }

    private void reportsTheOutcome(Visitor partner) {
        partner.follow("Report the outcome");
        partner.choose("What came of it?", "It helped")
                .fill("What was done, and what changed?", OUTCOME)
                .choose("Will you go on seeing them?", "No, our part is done");
        partner.press("Send the outcome");
        isDone(partner);
        partner.follow("Referrals");
    }

    private void readsTheOutcome() {
        opensFromThePersonsPage("Read the outcome: Speech and language");
        assertThat(coordinator.words()).contains(OUTCOME);
        coordinator.choose("Is anything further needed?", "No, this is done").fill("Note", READ_NOTE);
        coordinator.press("I have read it");
        isDone(coordinator);
        onThePersonsPage();
        assertThat(coordinator.section("Referrals").innerText()).contains("Closed", "Outcome read");
    }

    private void recordsTheDeath() {
        coordinator.open("Record a life event");
        coordinator.follow("Record a death");
        Locator closing = coordinator.section("This closes the pathway, and with it");
        assertThat(closing.innerText()).contains("Respond to the referral", "Befrienders");
        coordinator
                .date("Date of death", clock.today())
                .choose("Where did they die?", "In a hospice")
                .choose("Who told you?", "A carer or relative");
        coordinator.press("Continue");
        assertThat(coordinator.heading()).isEqualTo("Are you sure?");
        assertThat(closing.innerText()).contains("Respond to the referral", "Befrienders");
        assertThat(coordinator.words()).contains(DAY.format(clock.today()));
        coordinator.press("Yes, record it and close the pathway");
        assertThat(coordinator.words()).contains("This pathway has ended");
    }

    private void everythingIsClosedWithItsReason(Visitor adviser) {
        Locator now = coordinator.section("Now, next and later");
        assertThat(now.getByText(Pattern.compile("^Contact the bereaved carer: "))
                        .all())
                .hasSize(2);
        assertThat(now.innerText()).doesNotContain("Respond to the referral");
        assertThat(jdbc.sql("select count(*) from work_item where pathway_ref = :ref and state = 'OPEN'")
                        .param("ref", ref)
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
        assertThat(jdbc.sql(
                                "select end_reason from work_item where pathway_ref = :ref and state = 'CANCELLED' and process = 'partner-referral'")
                        .param("ref", ref)
                        .query(String.class)
                        .list())
                .containsExactly("BoundaryEvent_PersonDied");
        assertThat(jdbc.sql("select state || ' ' || end_reason from referral where pathway_ref = :ref order by 1")
                        .param("ref", ref)
                        .query(String.class)
                        .list())
                .containsExactly("CANCELLED DIED", "CLOSED OUTCOME_READ");
        String task = jdbc.sql(
                        "select task_id from work_item where pathway_ref = :ref and state = 'CANCELLED' and process = 'partner-referral'")
                .param("ref", ref)
                .query(String.class)
                .single();
        adviser.goTo("/tasks/" + task);
        assertThat(adviser.words()).contains("This task is closed", "the person died");
    }
}
