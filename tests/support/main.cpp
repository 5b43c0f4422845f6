#define BOOST_TEST_MODULE ogniwo
#include <boost/test/unit_test.hpp>
