package org.waymark.access;

import java.util.List;

/** The accounts that the sign-in page lists. Only the sample alliance provides them, since their password is known. */
public interface SampleAccounts {

    /** Spelled as the page prints them, in the order it does. */
    List<Account> list();

    String password();

    record Account(String username, String description) {}
}
