package org.waymark.sample;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import org.waymark.access.Directory;
import org.waymark.access.Directory.Contact;
import org.waymark.access.Directory.NewStaffMember;
import org.waymark.access.Directory.Organisation;
import org.waymark.access.Role;
import org.waymark.access.SampleAccounts;
import org.waymark.access.Viewer;
import org.waymark.pathway.Pathways;
import org.waymark.referral.Service;
import org.waymark.referral.ServiceDirectory;

/** The organisations, teams, accounts and services of the sample alliance. */
@Component
@ConditionalOnProperty("waymark.sample")
class SampleStaff implements SampleAccounts {

    private static final String PASSWORD = "waymark-sample";
    private static final String AREA = "Stoke-on-Trent and North Staffordshire";

    private final Directory directory;
    private final ServiceDirectory services;
    private final Pathways pathways;

    SampleStaff(Directory directory, ServiceDirectory services, Pathways pathways) {
        this.directory = directory;
        this.services = services;
        this.pathways = pathways;
    }

    private record Member(String username, String name, String title, String organisation, String team, Role role) {}

    private static final List<Member> STAFF = List.of(
            new Member(
                    "coordinator",
                    "Ruth Amadi",
                    "Dementia liaison coordinator",
                    "dougie-mac",
                    "liaison",
                    Role.COORDINATOR),
            new Member(
                    "colleague",
                    "Meera Nair",
                    "Dementia liaison coordinator",
                    "dougie-mac",
                    "liaison",
                    Role.COORDINATOR),
            new Member("lead", "Anne Colley", "Team lead", "dougie-mac", "liaison", Role.TEAM_LEAD),
            new Member("adviser", "Tom Reid", "Dementia adviser", "approach", "advisers", Role.DEMENTIA_ADVISER),
            new Member(
                    "activity",
                    "Grace Bello",
                    "Wellbeing activity officer",
                    "dougie-mac",
                    "wellbeing",
                    Role.ACTIVITY_OFFICER),
            new Member(
                    "carers",
                    "Helen Marsh",
                    "Carer enablement worker",
                    "approach",
                    "enablement",
                    Role.CARER_ENABLEMENT),
            new Member("nurse", "Joan Kirkby", "Palliative nurse", "dougie-mac", "palliative", Role.PALLIATIVE_NURSE),
            new Member(
                    "partner",
                    "Priya Shah",
                    "Referrals, community trust",
                    "community-trust",
                    "community",
                    Role.PARTNER),
            new Member("manager", "David Okafor", "Alliance manager", "alliance", "office", Role.MANAGER),
            new Member("admin", "Lucy Webb", "Administrator", "alliance", "office", Role.ADMINISTRATOR),
            new Member("operator", "Sam Doyle", "Operator", "alliance", "office", Role.OPERATOR),
            new Member(
                    "clinical-lead",
                    "Nadia Farouk",
                    "Clinical lead, dementia",
                    "dougie-mac",
                    "palliative",
                    Role.CLINICAL_OWNER),
            new Member(
                    "consultant",
                    "Owen Price",
                    "Consultant in old age psychiatry",
                    "alliance",
                    "office",
                    Role.CLINICAL_OWNER));

    void load() {
        directory.addOrganisation(new Organisation("approach", "Approach Dementia Support", true));
        directory.addOrganisation(new Organisation("dougie-mac", "Dougie Mac", true));
        directory.addOrganisation(new Organisation("community-trust", "Community trust", false));
        directory.addOrganisation(new Organisation("alliance", "Alliance office", true));
        // Numbers that are kept free for made-up people.
        directory.setContact("approach", new Contact("Approach", "01632 960 456"));
        directory.setContact("dougie-mac", new Contact("Dougie Mac", "01632 960 123"));
        directory.addTeam("liaison", "dougie-mac", "Dementia liaison");
        directory.addTeam("wellbeing", "dougie-mac", "Dementia wellbeing");
        directory.addTeam("palliative", "dougie-mac", "Palliative nursing");
        directory.addTeam("advisers", "approach", "Dementia advisers");
        directory.addTeam("enablement", "approach", "Carer enablement");
        directory.addTeam("community", "community-trust", "Community referrals");
        directory.addTeam("office", "alliance", "Alliance office");
        STAFF.forEach(member -> directory.addStaff(new NewStaffMember(
                member.username(),
                member.name(),
                member.title(),
                member.organisation(),
                member.team(),
                Set.of(member.role()),
                PASSWORD)));
        pathways.setAssessingRole(Viewer.SYSTEM, "approach", Role.DEMENTIA_ADVISER);
        pathways.setAssessingRole(Viewer.SYSTEM, "dougie-mac", Role.PALLIATIVE_NURSE);
        loadServices();
    }

    private void loadServices() {
        service("DEMENTIA_SERVICES_CENTRE", "Dementia Services Centre", "dougie-mac", Role.ACTIVITY_OFFICER);
        service("CARER_ENABLEMENT", "Carer enablement programme", "approach", Role.CARER_ENABLEMENT);
        service("DEMENTIA_ADVISER", "Dementia advisers", "approach", Role.DEMENTIA_ADVISER);
        service("ADMIRAL_NURSE", "Admiral nurses", "community-trust", Role.PARTNER);
        service("ADVANCE_CARE_PLANNING", "Advance care planning clinic", "dougie-mac", Role.PALLIATIVE_NURSE);
        service("PALLIATIVE_NURSE", "Community palliative nurses", "dougie-mac", Role.PALLIATIVE_NURSE);
        service("HOSPICE_AT_HOME", "Hospice at home", "dougie-mac", Role.PALLIATIVE_NURSE);
        service("RAPID_RESPONSE", "Rapid response", "community-trust", Role.PARTNER);
        // The alliance's own answers a crisis; the trust's gets referrals.
        services.add(new Service(
                "hospice-rapid-response",
                "RAPID_RESPONSE",
                "Hospice rapid response",
                "dougie-mac",
                Role.PALLIATIVE_NURSE.code(),
                AREA));
        service("NAMASTE_CARE", "Namaste care", "dougie-mac", Role.ACTIVITY_OFFICER);
        service("RESPITE", "Respite at home", "approach", Role.CARER_ENABLEMENT);
        service("BEREAVEMENT_SUPPORT", "Bereavement support", "dougie-mac", Role.PALLIATIVE_NURSE);
        service("LOCAL_AUTHORITY_CARER_ASSESSMENT", "Council carers' hub", "community-trust", Role.PARTNER);
        service("GP_REVIEW", "The person's own surgery", "community-trust", Role.PARTNER);
        service("MEDICINES_REVIEW", "Medicines team", "community-trust", Role.PARTNER);
        service("SPEECH_AND_LANGUAGE", "Speech and language", "community-trust", Role.PARTNER);
        service("FALLS_SERVICE", "Falls service", "community-trust", Role.PARTNER);
        service("LEGAL_AND_MONEY_ADVICE", "Legal and money advice", "approach", Role.DEMENTIA_ADVISER);
        service("BEFRIENDING", "Befrienders", "approach", Role.DEMENTIA_ADVISER);
        service("COORDINATOR_CONVERSATION", "Dementia liaison coordinators", "dougie-mac", Role.COORDINATOR);
    }

    private void service(String code, String name, String organisation, Role role) {
        String id = SampleServices.idOf(code);
        services.add(new Service(id, code, name, organisation, role.code(), AREA));
    }

    @Override
    public List<Account> list() {
        Map<String, String> organisations = directory.organisations().stream()
                .collect(Collectors.toMap(Directory.Organisation::id, Directory.Organisation::name));
        return STAFF.stream()
                .map(member -> new Account(
                        member.username(),
                        member.name() + ", " + member.title() + ", "
                                + organisations.getOrDefault(member.organisation(), member.organisation())))
                .toList();
    }

    @Override
    public String password() {
        return PASSWORD;
    }
}
