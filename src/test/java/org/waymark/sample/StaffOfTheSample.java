package org.waymark.sample;

import java.util.List;
import org.waymark.access.Directory;
import org.waymark.access.SampleAccounts;
import org.waymark.pathway.Pathways;
import org.waymark.referral.ServiceDirectory;

/** The sample alliance's organisations, accounts and services without its people, for tests that bring in their own. */
public final class StaffOfTheSample {

    public static final String PASSWORD = "waymark-sample";

    private StaffOfTheSample() {}

    public static void load(Directory directory, ServiceDirectory services, Pathways pathways) {
        new SampleStaff(directory, services, pathways).load();
    }

    /** Who can sign in, all with {@link #PASSWORD}. */
    public static List<String> usernames(Directory directory, ServiceDirectory services, Pathways pathways) {
        return new SampleStaff(directory, services, pathways)
                .list().stream().map(SampleAccounts.Account::username).toList();
    }
}
