@NullMarked
package org.waymark.licences.web;

import org.jspecify.annotations.NullMarked;
