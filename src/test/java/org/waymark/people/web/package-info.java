@NullMarked
package org.waymark.people.web;

import org.jspecify.annotations.NullMarked;
